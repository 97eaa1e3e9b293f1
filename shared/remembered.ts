/** The same function of texts, which answers the newest texts that it has seen from memory. What it returns is shared: change nothing in it. */
export const remembered = <Texts extends readonly (string | undefined)[], Value>(
  make: (...texts: Texts) => Value,
  limit = 200,
): ((...texts: Texts) => Value) => {
  const known = new Map<string, Value>();
  return (...texts) => {
    const key = JSON.stringify(texts);
    const value = known.get(key) ?? make(...texts);
    known.delete(key);
    known.set(key, value);
    const [oldest] = known.keys();
    if (known.size > limit && oldest !== undefined) known.delete(oldest);
    return value;
  };
};
