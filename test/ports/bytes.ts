export const bytesOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
};

export const textOf = async (chunks: AsyncIterable<Uint8Array>): Promise<string> =>
  (await bytesOf(chunks)).toString();

/** Bytes with a prime period, so that chunks in the wrong order cannot look right. */
export const patterned = (size: number, first = 0): Buffer => {
  const bytes = Buffer.allocUnsafe(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (first + (at % 65_521)) % 251;
  return bytes;
};
