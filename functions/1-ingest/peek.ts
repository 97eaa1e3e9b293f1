/** Reads the first bytes, and returns them with an iterator that starts from the beginning. */
export const peek = async (bytes: AsyncIterable<Uint8Array>, wanted: number) => {
  const iterator = bytes[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let size = 0;
  while (size < wanted) {
    const next = await iterator.next();
    if (next.done) break;
    seen.push(next.value);
    size += next.value.length;
  }
  // Most often the first chunk is enough, and need not be copied.
  const [first = new Uint8Array(0)] = seen;
  return { head: seen.length > 1 ? Buffer.concat(seen) : first, all: resumed(seen, iterator) };
};

/** Not a generator: one that is never started does not close its source. */
const resumed = (seen: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncIterableIterator<Uint8Array> => ({
  async next() {
    const value = seen.shift();
    return value ? { done: false, value } : rest.next();
  },
  async return() {
    seen.length = 0;
    await rest.return?.();
    return { done: true, value: undefined };
  },
  [Symbol.asyncIterator]() {
    return this;
  },
});
