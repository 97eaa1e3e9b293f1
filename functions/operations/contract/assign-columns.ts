import { currencies } from "../../../shared/contracts/currencies.ts";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import type { Meaning } from "../../../shared/contracts/header-words.ts";
import type { NumberFormat } from "../../../shared/contracts/number-format.ts";
import type { DateFormats, DateOrder } from "./guess-dates.ts";
import { guessDates, isTimeOfDay } from "./guess-dates.ts";
import { guessNumbers } from "./guess-numbers.ts";

/** A column of the files, with what its texts can be. */
export interface SampleColumn {
  readonly header: string;
  /** Its texts that are not empty. */
  readonly texts: readonly string[];
  readonly empty: number;
  readonly filled: number;
  readonly numbers: NumberFormat | undefined;
  readonly dates: DateFormats | undefined;
  /** Headers of the columns with the month and the day, of which the texts have both. */
  readonly dayColumns?: readonly [month: string, day: string];
}

/** A date is read at most so often: a column is written in one way. */
const mostTexts = 10_000;

export const sampleColumn = (
  header: string,
  all: readonly string[],
  how: { readonly decimal?: NumberFormat["decimal"]; readonly order?: DateOrder | undefined },
): SampleColumn => {
  const filled = all.filter((text) => text !== "");
  const texts = filled.length > mostTexts ? everyNth(filled, Math.ceil(filled.length / mostTexts)) : filled;
  return {
    header,
    texts,
    empty: all.length - filled.length,
    filled: filled.length,
    numbers: guessNumbers(texts, how.decimal) ?? guessNumbers(texts),
    dates: guessDates(texts, how.order),
  };
};

const everyNth = (texts: readonly string[], step: number): string[] =>
  texts.filter((_, index) => index % step === 0);

/** Which column has which meaning: the surest pair first, each column and each meaning once. */
export const assignColumns = (columns: readonly SampleColumn[]): ReadonlyMap<Meaning, SampleColumn> => {
  const assigned = new Map<Meaning, SampleColumn>();
  // A column that is mostly blank is taken only where no other is: its cells may repeat those above.
  for (const isUsual of [true, false])
    for (const { meaning, column } of surestPairs(columns, isUsual))
      if (!assigned.has(meaning) && ![...assigned.values()].includes(column)) assigned.set(meaning, column);
  fillFromContent(columns, assigned);
  return assigned;
};

const surestPairs = (columns: readonly SampleColumn[], isUsual: boolean) =>
  columns
    .flatMap((column) =>
      meaningsOf(column.header)
        .filter(({ meaning }) => isUsual !== (ofEachLine.includes(meaning) && column.empty >= column.filled))
        .filter(({ meaning }) => canMean(meaning, column))
        .map(({ meaning, sureness }) => ({ meaning, column, sureness: sureness + taxShift(column.header) })),
    )
    .sort((left, right) => right.sureness - left.sureness);

/** Of two prices, the one that the customer paid. */
const taxShift = (header: string): number =>
  /\b(net|netto|excl?|exkl|exclusive|excluding|ht|before tax|ohne|hors)\b/i.test(header) ? -0.002 : 0;

const ofEachLine: readonly Meaning[] = ["invoice_date", "invoice_no", "stock_code", "quantity"];

const canMean = (meaning: Meaning, column: SampleColumn): boolean => {
  const { texts, numbers, dates, empty, filled, header } = column;
  if (empty > 50 * filled && ofEachLine.includes(meaning)) return false;
  if (texts.length === 0) return meaning !== "discount";
  switch (meaning) {
    case "quantity":
    case "unit_price":
    case "line_total":
      return numbers !== undefined;
    case "discount":
      return isFraction(column);
    case "invoice_no":
      // The name of an order is a number; that of a product or a person is not.
      return !/name$/i.test(header.trim()) || areNumbersOfOrders(texts);
    case "description":
      return !/^name$/i.test(header.trim()) || !areNumbersOfOrders(texts);
    case "store_id":
      return !numbers || !texts.some((text) => /[.,]\d/.test(text));
    case "invoice_date":
      return dates !== undefined;
    case "time_of_day":
      return isTimeOfDay(texts);
    case "currency":
      return texts.every((text) => currencies.has(text.toUpperCase()));
    default:
      return true;
  }
};

const areNumbersOfOrders = (texts: readonly string[]): boolean =>
  texts.every((text) => /^[#A-Z-]*\d+$/i.test(text));

/** The contract takes a discount as a fraction of the price. Amounts and percents would be bent into nonsense. */
const isFraction = ({ texts, numbers }: SampleColumn): boolean => {
  if (!numbers || numbers.marks) return false;
  const values = texts.map((text) => Number(text.replace(",", ".")));
  return values.every((value) => value >= 0 && value <= 1) && values.some((value) => value > 0 && value < 1);
};

/** The id of each row tells nothing; one that several rows have is that of their order. */
const isSharedId = ({ header, texts, empty }: SampleColumn): boolean =>
  /^(id|uuid|uid|key)$/i.test(header.trim()) && empty === 0 && new Set(texts).size < texts.length;

/** What no header tells: the one column of dates, ids that lines share, and a product that has only a name. */
const fillFromContent = (columns: readonly SampleColumn[], assigned: Map<Meaning, SampleColumn>): void => {
  const isFree = (column: SampleColumn) => ![...assigned.values()].includes(column);
  const shared = columns.find((column) => isFree(column) && isSharedId(column));
  if (!assigned.has("invoice_no") && shared) assigned.set("invoice_no", shared);
  const dated = columns.filter((column) => column.dates && !column.numbers && isFree(column));
  if (!assigned.has("invoice_date") && dated.length === 1 && dated[0]) assigned.set("invoice_date", dated[0]);
  const name = assigned.get("description");
  if (!assigned.has("stock_code") && name) {
    assigned.delete("description");
    assigned.set("stock_code", name);
  }
  const alsoProduct = columns.find(
    (column) => isFree(column) && meaningsOf(column.header).some(({ meaning }) => meaning === "stock_code"),
  );
  if (assigned.has("stock_code") && !assigned.has("description") && alsoProduct)
    assigned.set("description", alsoProduct);
};
