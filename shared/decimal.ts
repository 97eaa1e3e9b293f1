/**
 * Exact decimals: an integer number of 10⁻⁹, which is the scale of NUMERIC. Sums of them are exact in any order, where
 * floats would differ in their last digits.
 */
export type Nano = bigint;

const scale = 9;
export const one: Nano = 10n ** BigInt(scale);

/** Reads what a warehouse answers: NUMERIC as text, INT64 as a number. Digits beyond the ninth are cut off. */
export const nano = (value: string | number): Nano => {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value));
  if (!match) throw new Error(`${value} is not a decimal number`);
  const [, sign, whole = "0", fraction = ""] = match;
  const digits = BigInt(whole + fraction.padEnd(scale, "0").slice(0, scale));
  return sign === "-" ? -digits : digits;
};

/** The nearest decimal of a computed number. */
export const nearestNano = (value: number): Nano => {
  if (!Number.isFinite(value)) throw new Error(`${value} has no decimal`);
  const whole = Math.trunc(value);
  return BigInt(whole) * one + BigInt(Math.round((value - whole) * Number(one)));
};

/** Without needless zeros: 12.5, -0.000000001, 0. */
export const decimalText = (value: Nano): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  const fraction = digits.slice(-scale).replace(/0+$/, "");
  const text = fraction === "" ? digits.slice(0, -scale) : `${digits.slice(0, -scale)}.${fraction}`;
  return value < 0n ? `-${text}` : text;
};

/** For statistics and shares, where the last digits do not count. */
export const approximate = (value: Nano): number => Number(value) / Number(one);

export const total = (values: readonly Nano[]): Nano => values.reduce((sum, value) => sum + value, 0n);

export const magnitude = (value: Nano): Nano => (value < 0n ? -value : value);
