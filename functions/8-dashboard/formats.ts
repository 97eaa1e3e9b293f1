import { dayOf } from "../../shared/dates.ts";
import type { ChartText } from "../../shared/html/charts/chart-text.ts";
import { chartWords } from "./chart-words.ts";
import type { Language } from "./language.ts";

/** Dates, numbers and amounts as the reader writes them. */
export type Formats = ReturnType<typeof makeFormats>;

const made = new Map<string, Formats>();

/** Making them is slow, and there are as many as languages. */
export const formatsFor = (language: Language, currency: string, timeZone: string): Formats => {
  const key = `${language} ${currency} ${timeZone}`;
  const found = made.get(key) ?? makeFormats(language, currency, timeZone);
  made.set(key, found);
  return found;
};

const locales = { en: "en-GB", de: "de-DE" } as const satisfies Record<Language, string>;
const noon = (date: string): Date => new Date(dayOf(date) * 86_400_000 + 43_200_000);

const makeFormats = (language: Language, currency: string, timeZone: string) => {
  const locale = locales[language];
  const numbers = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  const days = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return (date: string) => format.format(noon(date));
  };
  const amounts = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const exact = numbers(amounts);
  const whole = numbers({ ...amounts, maximumFractionDigits: 0 });
  const short = numbers({ ...amounts, notation: "compact", maximumSignificantDigits: 3 });
  const share = numbers({ style: "percent", maximumFractionDigits: 1 });
  const change = numbers({ style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" });
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const day = days({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const dayTicks = { day: days({ day: "numeric", month: "short" }), month: days({ month: "short" }) };
  const year = days({ year: "numeric" });
  const ticks: Pick<ChartText, "day" | "dayTick" | "words"> = {
    day,
    dayTick: (date, by) => (by === "year" ? year(date) : dayTicks[by](date)),
    words: chartWords(language),
  };
  return {
    money: exact,
    /** Without decimals, unless the amount is so small that they matter. */
    amount: (value: number) => (Math.abs(value) < 100 && value % 1 !== 0 ? exact(value) : whole(value)),
    shortMoney: short,
    signedMoney: numbers({ ...amounts, maximumFractionDigits: 0, signDisplay: "exceptZero" }),
    number: numbers({ maximumFractionDigits: 2 }),
    shortNumber: numbers({ notation: "compact", maximumSignificantDigits: 3 }),
    decimals: numbers({ minimumFractionDigits: 3, maximumFractionDigits: 3 }),
    percent: share,
    change,
    bytes: (value: number) => `${numbers({ maximumFractionDigits: 1 })(value / 1e6)} MB`,
    day,
    /** Without the weekday, for columns of dates. */
    date: days({ day: "numeric", month: "short", year: "numeric" }),
    dayAndMonth: days({ weekday: "short", day: "numeric", month: "short" }),
    longDay: days({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    month: days({ month: "long", year: "numeric" }),
    shortMonth: days({ month: "short", year: "2-digit" }),
    instant: (iso: string) => instants.format(new Date(iso)),
    /** For charts of amounts, and of plain numbers. */
    moneyChart: { ...ticks, value: exact, tick: short } satisfies ChartText,
    numberChart: {
      ...ticks,
      value: numbers({ maximumFractionDigits: 2 }),
      tick: numbers({ notation: "compact", maximumSignificantDigits: 3 }),
    } satisfies ChartText,
    percentChart: { ...ticks, value: share, tick: share } satisfies ChartText,
  };
};
