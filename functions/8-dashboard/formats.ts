import { dayOf } from "../../shared/dates.ts";
import type { ChartText } from "../../shared/html/charts/chart-text.ts";
import { chartWords } from "./chart-words.ts";
import type { Language } from "./language.ts";
import { numberText } from "./number-text.ts";

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
const mostDates = 5000;
const noon = (date: string): Date => new Date(dayOf(date) * 86_400_000 + 43_200_000);

const makeFormats = (language: Language, currency: string, timeZone: string) => {
  const locale = locales[language];
  const days = dayFormats(locale, chartWords(language).weekOf);
  const numbers = numberFormats(locale, currency);
  const recent = new Intl.DateTimeFormat(locale, {
    ...{ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone },
  });
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const ticks: Pick<ChartText, "day" | "dayTick" | "words"> = {
    day: days.day,
    dayTick: (date, by) => days.ticks[by](date),
    words: chartWords(language),
  };
  return {
    ...days,
    ...numbers,
    /** Of the last days: the year goes without saying. */
    recentInstant: (iso: string) => recent.format(new Date(iso)),
    instant: (iso: string) => instants.format(new Date(iso)),
    moneyChart: { ...ticks, value: numbers.money, tick: numbers.shortMoney } satisfies ChartText,
    numberChart: { ...ticks, value: numbers.number, tick: numbers.shortNumber } satisfies ChartText,
    percentChart: { ...ticks, value: numbers.percent, tick: numbers.percent } satisfies ChartText,
  };
};

const dayFormats = (locale: string, weekOf: (day: string) => string) => {
  const days = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    const known = new Map<string, string>();
    // A chart of three years writes a thousand dates, the same on each page.
    return (date: string) => {
      const found = known.get(date) ?? format.format(noon(date));
      if (known.size < mostDates) known.set(date, found);
      return found;
    };
  };
  const date = days({ day: "numeric", month: "short", year: "numeric" });
  return {
    day: days({ weekday: "short", day: "numeric", month: "short", year: "numeric" }),
    /** Without the weekday, for columns of dates. */
    date,
    dayAndMonth: days({ weekday: "short", day: "numeric", month: "short" }),
    longDay: days({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    weekday: days({ weekday: "long" }),
    week: (monday: string) => weekOf(date(monday)),
    month: days({ month: "long", year: "numeric" }),
    shortMonth: days({ month: "short", year: "2-digit" }),
    ticks: {
      day: days({ day: "numeric", month: "short" }),
      month: days({ month: "short" }),
      year: days({ year: "numeric" }),
    },
  };
};

const numberFormats = (locale: string, currency: string) => {
  const numbers = (options: Intl.NumberFormatOptions) => numberText(locale, options);
  /** Of few figures on a page: Intl writes these. */
  const special = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  const amounts = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const money = numbers(amounts);
  const whole = numbers({ ...amounts, maximumFractionDigits: 0 });
  return {
    money,
    /** Without decimals, unless the amount is so small that they matter. */
    amount: (value: number) => (Math.abs(value) < 100 && value % 1 !== 0 ? money(value) : whole(value)),
    shortMoney: special({ ...amounts, notation: "compact", maximumSignificantDigits: 3 }),
    signedMoney: special({ ...amounts, maximumFractionDigits: 0, signDisplay: "exceptZero" }),
    number: numbers({ maximumFractionDigits: 2 }),
    whole: numbers({ maximumFractionDigits: 0 }),
    shortNumber: special({ notation: "compact", maximumSignificantDigits: 3 }),
    decimals: numbers({ minimumFractionDigits: 3, maximumFractionDigits: 3 }),
    percent: numbers({ style: "percent", maximumFractionDigits: 1 }),
    change: special({ style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" }),
  };
};
