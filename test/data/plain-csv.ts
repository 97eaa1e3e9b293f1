/** A CSV reader that shares nothing with the product's: it splits characters, and is slow and short. */
export const plainCsv = (text: string): Record<string, string>[] => {
  const records: string[][] = [[]];
  let field = "";
  let quoted = false;
  const endField = () => {
    records.at(-1)?.push(field);
    field = "";
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quoted && character === '"' && text[index + 1] === '"') {
      field += '"';
      index++;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && character === ",") endField();
    else if (!quoted && character === "\n") {
      endField();
      records.push([]);
    } else field += character;
  }
  if (field !== "" || (records.at(-1)?.length ?? 0) > 0) endField();
  const [header = [], ...rows] = records.filter((record) => record.length > 0);
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""])));
};

/** A decimal as an integer number of 10⁻⁹, exact. */
export const nano = (text: string): bigint => {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const value = BigInt(whole + fraction.padEnd(9, "0").slice(0, 9));
  return sign === "-" ? -value : value;
};

export const fromNano = (value: bigint): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(10, "0");
  const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, "");
  return value < 0n ? `-${text}` : text;
};
