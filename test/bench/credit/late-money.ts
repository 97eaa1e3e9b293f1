import type { Numbers } from "../../../shared/learning/numbers.ts";

export interface Invoices {
  /** 1 if it was late. */
  readonly late: Numbers;
  readonly amounts: Numbers;
  readonly chances: Numbers;
}

/** Of the money that was late, the share in the tenth of the invoices that rank first. */
export const lateMoneyInTopTenth = (
  { late, amounts }: Omit<Invoices, "chances">,
  rank: (row: number) => number,
): number => {
  const rows = Array.from({ length: late.length }, (_, row) => row);
  const lateMoney = (of: readonly number[]) =>
    of.reduce((sum, row) => sum + (late[row] ?? 0) * (amounts[row] || 0), 0);
  const first = rows.toSorted((one, other) => rank(other) - rank(one)).slice(0, Math.ceil(rows.length / 10));
  return lateMoney(first) / lateMoney(rows);
};

/** By expected loss, as the call list ranks; by the chance alone; by the amount alone; and by what only the outcome tells. */
export const lateMoneyText = ({ late, amounts, chances }: Invoices): string => {
  const amount = (row: number) => amounts[row] || 0;
  const chance = (row: number) => chances[row] ?? 0;
  const share = (rank: (row: number) => number) =>
    `${(100 * lateMoneyInTopTenth({ late, amounts }, rank)).toFixed(1)} %`;
  return `late money in the top 10 %: ${share((row) => amount(row) * chance(row))} by chance × amount, ${share(chance)} by chance, ${share(amount)} by amount, ${share((row) => amount(row) * (late[row] ?? 0))} at best`;
};
