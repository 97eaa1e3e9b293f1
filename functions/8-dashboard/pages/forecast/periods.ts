import type { CompanyView } from "../../../../shared/serving/sections/company.ts";

type Forecast = NonNullable<CompanyView["forecast"]>;

export interface PeriodTotal {
  /** The first day. */
  readonly from: string;
  readonly known: number;
  readonly ahead: number;
  readonly knownDays: number;
  readonly aheadDays: number;
  /** The same months a year before; null if they are not all known. */
  readonly before: number | null;
}

/** The first day of a day's month or quarter. */
export const startOf = {
  month: (date: string): string => `${date.slice(0, 7)}-01`,
  quarter: (date: string): string => {
    const month = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
    return `${date.slice(0, 4)}-${String(month).padStart(2, "0")}-01`;
  },
} as const;

/** Totals of the newest periods: known days as they were, coming days as forecast. */
export const periodTotals = (
  sales: CompanyView["sales"],
  forecast: Forecast | null,
  by: keyof typeof startOf,
  count: number,
): readonly PeriodTotal[] => {
  const start = startOf[by];
  const totals = new Map<string, { known: number; ahead: number; knownDays: number; aheadDays: number }>();
  const at = (date: string) => {
    const key = start(date);
    const found = totals.get(key) ?? { known: 0, ahead: 0, knownDays: 0, aheadDays: 0 };
    totals.set(key, found);
    return found;
  };
  for (const [date, net] of sales) {
    const total = at(date);
    total.known += net;
    total.knownDays += 1;
  }
  for (const { date, value } of forecast?.days ?? []) {
    const total = at(date);
    total.ahead += value;
    total.aheadDays += 1;
  }
  const firstDay = sales[0]?.[0] ?? "9999";
  return [...totals]
    .sort(([left], [right]) => (left < right ? 1 : -1))
    .slice(0, count)
    .map(([from, total]) => {
      const yearBefore = `${Number(from.slice(0, 4)) - 1}${from.slice(4)}`;
      return {
        from,
        ...total,
        before: firstDay <= yearBefore ? (totals.get(yearBefore)?.known ?? null) : null,
      };
    });
};
