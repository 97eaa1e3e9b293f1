/**
 * Compares ids by their UTF-8 bytes, as both warehouses sort and as shards are ordered. JavaScript's own order differs
 * where one of two characters lies beyond the basic plane (U+FFFF).
 */
export const byBytes = (left: string, right: string): number => {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const [ours, theirs] = [left.charCodeAt(at), right.charCodeAt(at)];
    if (ours !== theirs) return byteRank(ours) - byteRank(theirs);
  }
  return left.length - right.length;
};

/** Surrogates, the halves of characters beyond the basic plane, come after everything in it. */
const byteRank = (unit: number): number => {
  if (unit >= 0xe000) return unit - 0x800;
  return unit >= 0xd800 ? unit + 0x2000 : unit;
};
