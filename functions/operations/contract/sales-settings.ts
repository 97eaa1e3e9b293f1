import { dayFirstLanguages, type Meaning } from "../../../shared/contracts/header-words.ts";
import type { SampleColumn } from "./assign-columns.ts";
import { currencyIn } from "./guess-numbers.ts";
import type { RefundColumn } from "./refund-rows.ts";

/** What only lines of sale have: settings by column of the contract, and what was decided, in words. */
export interface SalesSettings {
  readonly settings: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly currency: string;
  readonly decided: readonly string[];
  readonly unsure: readonly string[];
}

type Assigned = ReadonlyMap<Meaning, SampleColumn>;

export const salesSettings = (
  assigned: Assigned,
  base: string,
  headers: readonly string[],
  refunds: RefundColumn | undefined,
): SalesSettings => {
  const settings = new Map<string, Record<string, unknown>>();
  const notes = { decided: [] as string[], unsure: [] as string[] };
  const price = assigned.get("unit_price") ?? assigned.get("line_total");
  timeOfDay(assigned, settings, notes.decided);
  if (!assigned.has("invoice_no")) {
    settings.set("invoice_no", { orElse: "invoice_date" });
    notes.unsure.push("no column of receipts: lines of the same time count as one receipt");
  }
  if (!assigned.has("quantity")) {
    settings.set("quantity", { default: "1" });
    notes.unsure.push("no column of quantities: each line counts as one piece");
  }
  if (!assigned.has("unit_price") && price && assigned.has("quantity")) {
    settings.set("unit_price", { dividedBy: "quantity" });
    notes.decided.push(
      `"${price.header}" is the line's total: the unit price is the total divided by the quantity`,
    );
  }
  if (hasRefundPrices(assigned, price)) {
    settings.set("unit_price", { ...settings.get("unit_price"), negativeFlips: "quantity" });
    notes.decided.push(`negative prices in "${price?.header}" are refunds: the quantity becomes negative`);
  }
  if (refunds) {
    settings.set("quantity", {
      ...settings.get("quantity"),
      negativeWhere: { column: "line_kind", values: refunds.values },
    });
    notes.decided.push(
      `lines with ${refunds.values.map((value) => `"${value}"`).join(" or ")} in "${refunds.column.header}" are returns: their quantity is negative`,
    );
  }
  const withOffset = assigned.get("invoice_date")?.texts.find((text) => /:\d\d ?[-+]\d\d:?\d\d$/.test(text));
  if (withOffset !== undefined)
    notes.unsure.push(
      `times have an offset (${withOffset.slice(0, 30)}): they are read on the company's clock, which DAYBOOK_TIME_ZONE names`,
    );
  const currency = assigned.has("currency") ? mostCommon(assigned.get("currency")) : currencyOfPrices(price);
  const isEuropean = dayFirstLanguages.exec(headers.join(" "));
  const taken = currency ?? (isEuropean ? "EUR" : base);
  // A web shop names the currency in the first line of an order only.
  settings.set("currency", { default: taken });
  if (currency === undefined)
    notes.unsure.push(
      `no currency is named: taken as ${taken}${isEuropean ? `, since the headers are not English ("${isEuropean[0]}")` : ""}`,
    );
  else if (!assigned.has("currency")) notes.decided.push(`amounts are in ${currency}`);
  return { settings, currency: taken, ...notes };
};

const timeOfDay = (assigned: Assigned, settings: Map<string, object>, decided: string[]): void => {
  const [date, time] = [assigned.get("invoice_date"), assigned.get("time_of_day")];
  if (!date || !time || !date.dates) return;
  // A file may have hours without seconds in one line and with them in the next.
  const days = date.dates.formats.length > 0 ? date.dates.formats : ["%Y-%m-%d"];
  const formats = days.flatMap((day) => clocksOf(time).map((clock) => `${day} ${clock}`));
  settings.set("invoice_date", { timeColumn: [time.header], formats: [...formats, ...date.dates.formats] });
  decided.push(`"${date.header}" and "${time.header}" together are the time of the sale`);
};

const clocksOf = ({ texts }: SampleColumn): readonly string[] => {
  const clocks = texts.map((text) => {
    const half = /[AaPp][Mm]$/.test(text) ? (/ [AaPp]/.test(text) ? " %p" : "%p") : "";
    const seconds = text.split(":").length === 3 ? ":%S" : "";
    return `${half === "" ? "%H" : "%I"}:%M${seconds}${half}`;
  });
  return [...new Set(clocks)];
};

/** Refunds are written with a negative price where no quantity is negative. */
const hasRefundPrices = (assigned: Assigned, price: SampleColumn | undefined): boolean => {
  const isNegative = (text: string) => /^\W*[-(\u2212]|-\W*$/.test(text);
  const quantities = assigned.get("quantity")?.texts ?? [];
  return (price?.texts.some(isNegative) ?? false) && !quantities.some(isNegative);
};

const currencyOfPrices = (price: SampleColumn | undefined): string | undefined =>
  price && currencyIn([...price.texts.slice(0, 5000), price.header]);

const mostCommon = (column: SampleColumn | undefined): string | undefined => {
  const counts = Object.entries(Object.groupBy(column?.texts ?? [], (text) => text.toUpperCase()));
  return counts.sort((left, right) => (right[1]?.length ?? 0) - (left[1]?.length ?? 0))[0]?.[0];
};
