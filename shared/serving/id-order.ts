/**
 * The order of UTF-8 bytes, in which both warehouses sort and shards follow each other. JavaScript's own differs where
 * one of two letters lies beyond the basic plane.
 */
export const byBytes = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const [ours, theirs] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (ours !== theirs) return rankOf(ours) - rankOf(theirs);
  }
  return left.length - right.length;
};

/** The halves of letters beyond the basic plane come after all that is in it. */
const rankOf = (unit: number): number => {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
};
