import { currencyOf } from "../../../shared/contracts/currency-signs.ts";
import { countriesByWords, dayFirstLanguages, type Meaning } from "../../../shared/contracts/header-words.ts";
import type { SampleColumn } from "./assign-columns.ts";
import type { FoundDiscount } from "./discounts.ts";
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

/** What is gathered: settings, and what is said of them. */
interface Notes {
  readonly settings: Map<string, Record<string, unknown>>;
  readonly decided: string[];
  readonly unsure: string[];
}

const add = ({ settings }: Notes, column: string, some: Record<string, unknown>): void => {
  settings.set(column, { ...settings.get(column), ...some });
};

export const salesSettings = (
  assigned: Assigned,
  base: string,
  headers: readonly string[],
  found: { readonly refunds: RefundColumn | undefined; readonly discount: FoundDiscount | undefined },
): SalesSettings => {
  const notes: Notes = { settings: new Map(), decided: [], unsure: [] };
  timeOfDay(assigned, notes);
  missingColumns(assigned, notes);
  priceSettings(assigned, notes);
  guestSettings(assigned, notes);
  if (found.discount) {
    add(notes, "discount", found.discount.setting);
    notes.decided.push(found.discount.decided);
  }
  if (found.refunds) refundSettings(found.refunds, notes);
  const withOffset = assigned.get("invoice_date")?.texts.find((text) => /:\d\d ?[-+]\d\d:?\d\d$/.test(text));
  if (withOffset !== undefined)
    notes.unsure.push(
      `times have an offset (${withOffset.slice(0, 30)}): they are read on the company's clock, which DAYBOOK_TIME_ZONE names`,
    );
  return { ...notes, currency: currencySetting(assigned, base, headers.join(" "), notes) };
};

const missingColumns = (assigned: Assigned, notes: Notes): void => {
  if (!assigned.has("invoice_no")) {
    add(notes, "invoice_no", assigned.has("invoice_date") ? { orElse: "invoice_date" } : { fileDate: true });
    notes.unsure.push("no column of receipts: lines of the same time count as one receipt");
  }
  if (assigned.has("quantity")) return;
  add(notes, "quantity", { default: "1" });
  notes.unsure.push("no column of quantities: each line counts as one piece");
};

const cents =
  /(^|[^\p{L}])(cents?|pence|minor( units?)?|öre|øre|grosze|centimes|centavos|kopeks|kuruş)([^\p{L}]|$)/iu;

const priceSettings = (assigned: Assigned, notes: Notes): void => {
  const price = assigned.get("unit_price") ?? assigned.get("line_total");
  if (!price) return;
  if (!assigned.has("unit_price") && assigned.has("quantity")) {
    add(notes, "unit_price", { dividedBy: "quantity" });
    notes.decided.push(
      `"${price.header}" is the line's total: the unit price is the total divided by the quantity`,
    );
  }
  if (cents.test(price.header.replaceAll("_", " "))) {
    add(notes, "unit_price", { hundredths: true });
    notes.decided.push(`"${price.header}" is in hundredths`);
  }
  if (hasRefundPrices(assigned, price)) {
    add(notes, "unit_price", { negativeFlips: "quantity" });
    notes.decided.push(`negative prices in "${price.header}" are refunds: the quantity becomes negative`);
  }
};

const guests =
  /^(guest|gast|gäste|walk[- ]?in( customer)?|cash( customer| sale)?|counter( sale)?|anonym(ous|e|o)?|laufkund(e|in|schaft)|barverkauf|bar(kunde)?|diverse?|passant|tageskunde|invité|comptoir|client (comptoir|de passage|divers)|comptant|mostrador|contado|cliente (contado|occasionale|generico|final|anonimo)|consumidor final|consumatore finale|público( en)? general|kontant(kund|kunde|salg)?|klient detaliczny|detaliczny|paragon|kassakund|none|nobody|unknown|unbekannt|keiner?|ohne|no customer|[-–—]+)$/i;

/** "Guest" is nobody: as a customer, it would be the best one. */
const guestSettings = (assigned: Assigned, notes: Notes): void => {
  const column = assigned.get("customer_id");
  const found = [...new Set(column?.texts.filter((text) => guests.test(text)))].slice(0, 20);
  if (!column || found.length === 0) return;
  add(notes, "customer_id", { nullSpellings: found });
  notes.decided.push(`${found.map((text) => `"${text}"`).join(", ")} in "${column.header}" is a guest`);
};

const refundSettings = ({ column, values }: RefundColumn, notes: Notes): void => {
  add(notes, "quantity", { negativeWhere: { column: "line_kind", values } });
  notes.decided.push(
    `lines with ${values.map((value) => `"${value}"`).join(" or ")} in "${column.header}" are returns: their quantity is negative`,
  );
};

/** A web shop names the currency in the first line of an order only, so there is always one to take otherwise. */
const currencySetting = (assigned: Assigned, base: string, headers: string, notes: Notes): string => {
  const price = assigned.get("unit_price") ?? assigned.get("line_total");
  const [, ofCountry] = countriesByWords.find(([words]) => words.test(headers)) ?? [];
  const ofPrices = currencyOfPrices(price);
  // ¥ is the sign of two currencies, and the words of the headers tell which.
  const shown = ofPrices === "JPY" && ofCountry === "CNY" ? ofCountry : ofPrices;
  const named = assigned.has("currency") ? mostCommon(assigned.get("currency")) : shown;
  const foreign = dayFirstLanguages.exec(headers)?.[0];
  const taken = named ?? ofCountry ?? (foreign ? "EUR" : base);
  add(notes, "currency", { default: taken });
  const mixed = !assigned.has("currency") && price ? currenciesOf(price) : [];
  if (mixed.length > 1) {
    add(notes, "currency", { signsIn: "unit_price" });
    notes.decided.push(`the currency of each line stands beside its price: ${mixed.join(", ")}`);
  }
  if (named === undefined)
    notes.unsure.push(
      `no currency is named: taken as ${taken}${foreign ? `, since the headers are not English ("${foreign}")` : ""}`,
    );
  else if (!assigned.has("currency")) notes.decided.push(`amounts are in ${named}`);
  return taken;
};

const timeOfDay = (assigned: Assigned, notes: Notes): void => {
  const [date, time] = [assigned.get("invoice_date"), assigned.get("time_of_day")];
  if (!date) {
    const formats = time ? clocksOf(time).map((clock) => `%Y-%m-%d ${clock}`) : [];
    add(notes, "invoice_date", {
      fileDate: true,
      formats,
      ...(time ? { timeColumn: [time.header] } : {}),
    });
    notes.decided.push(
      `the day of the sales is in the files' names${time ? `, their time in "${time.header}"` : ""}`,
    );
    return;
  }
  if (!time || !date.dates) return;
  // A file may have hours without seconds in one line and with them in the next.
  const days = date.dates.formats.length > 0 ? date.dates.formats : ["%Y-%m-%d"];
  const formats = days.flatMap((day) => clocksOf(time).map((clock) => `${day} ${clock}`));
  add(notes, "invoice_date", { timeColumn: [time.header], formats: [...formats, ...date.dates.formats] });
  notes.decided.push(`"${date.header}" and "${time.header}" together are the time of the sale`);
};

const clocksOf = ({ texts }: SampleColumn): readonly string[] => {
  const clocks = texts.map((text) => {
    if (/^\d{3,6}$/.test(text)) return text.length > 4 ? "%H%M%S" : "%H%M";
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

const currenciesOf = ({ texts }: SampleColumn): readonly string[] => [
  ...new Set(texts.flatMap((text) => currencyOf(text) ?? [])),
];

const currencyOfPrices = (price: SampleColumn | undefined): string | undefined =>
  price && currencyIn([...price.texts.slice(0, 5000), price.header]);

const mostCommon = (column: SampleColumn | undefined): string | undefined => {
  const counts = Object.entries(Object.groupBy(column?.texts ?? [], (text) => text.toUpperCase()));
  return counts.sort((left, right) => (right[1]?.length ?? 0) - (left[1]?.length ?? 0))[0]?.[0];
};
