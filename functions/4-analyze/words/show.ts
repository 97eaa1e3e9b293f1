import type { Bound, CellValue, Style } from "./say.ts";

export type Language = "en" | "de";

const locales: Readonly<Record<Language, string>> = { en: "en-GB", de: "de-DE" };

/** Writes a cell in a language. */
export type Show = (cell: CellValue) => Bound;

/** Amounts from here on are shown without pennies. */
const largeAmount = 1000;

export const showIn = (language: Language, currency: string): Show => {
  const locale = locales[language];
  const number = (value: number | string, options: Intl.NumberFormatOptions): string =>
    new Intl.NumberFormat(locale, options).format(asNumeric(value));
  const moment = (value: number | string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(new Date(value));
  const writers: Readonly<Record<Style, (value: number | string) => string>> = {
    money: (value) => {
      const digits = Math.abs(Number(value)) >= largeAmount ? 0 : 2;
      return number(value, {
        style: "currency",
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
    },
    count: (value) => number(value, { maximumFractionDigits: Math.abs(Number(value)) >= 100 ? 0 : 1 }),
    ratio: (value) => number(value, { maximumFractionDigits: 2 }),
    share: (value) => number(value, { style: "percent", maximumFractionDigits: 1 }),
    points: (value) => number(100 * Number(value), { maximumFractionDigits: 1 }),
    percent: (value) => number(value, { style: "percent", maximumFractionDigits: 0 }),
    date: (value) => moment(value, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    month: (value) => moment(value, { month: "long", year: "numeric" }),
    time: (value) => moment(Number(value) * 60_000, { hour: "2-digit", minute: "2-digit" }),
    name: String,
  };
  return (cell) => ({ ...cell, shown: writers[cell.style](cell.value) });
};

/** Text keeps every digit of an exact amount. */
const asNumeric = (value: number | string): number | Intl.StringNumericLiteral =>
  typeof value === "number" ? value : (value as `${number}`);
