/** Reads just enough to know what the file is, and gives back an iterable that starts from the beginning again. */
export const peek = async (
  bytes: AsyncIterable<Uint8Array>,
  wanted: number,
): Promise<{ head: Buffer; all: AsyncIterable<Uint8Array> }> => {
  const iterator = bytes[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let size = 0;
  while (size < wanted) {
    const next = await iterator.next();
    if (next.done) break;
    seen.push(next.value);
    size += next.value.length;
  }
  const all = async function* () {
    try {
      yield* seen;
      while (true) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  };
  return { head: Buffer.concat(seen), all: all() };
};
