/** A NUMERIC: a number with nine decimals, exact. */
export interface Exact {
  readonly billionths: bigint;
}

const one = 1_000_000_000n;

/** From digits as they are written in a formula, a file or a warehouse's answer. Throws on anything else. */
export const exactFrom = (text: string): Exact => {
  const [, sign = "", before = "", after = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (before === "") throw new Error(`"${text}" is no decimal number`);
  if (after.length > 9) throw new Error(`${text} has more than nine decimals`);
  const billionths = BigInt(before) * one + BigInt(after.padEnd(9, "0"));
  return { billionths: sign === "-" ? -billionths : billionths };
};

/** Rounded to nine decimals, halves away from zero, as GoogleSQL rounds. */
export const exactProduct = (left: Exact, right: Exact): Exact => {
  const product = left.billionths * right.billionths;
  const half = one / 2n;
  return { billionths: (product + (product < 0n ? -half : half)) / one };
};

/** The nearest float. */
export const floatOf = ({ billionths }: Exact): number => {
  const size = billionths < 0n ? -billionths : billionths;
  const text = `${size / one}.${String(size % one).padStart(9, "0")}`;
  return billionths < 0n ? -Number(text) : Number(text);
};
