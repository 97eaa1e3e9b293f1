import { withEnglishMonth } from "../../../shared/contracts/month-names.ts";
import { timePattern } from "../../../shared/contracts/time-format.ts";
import { enough } from "./guess-numbers.ts";

/** Which comes first in 03/04/24. */
export type DateOrder = "dmy" | "mdy";

/** How a column of dates is written. */
export interface DateFormats {
  /** strptime formats beside ISO 8601, which needs none. */
  readonly formats: readonly string[];
  /** Both orders fit every text, and something outside of the column must decide. */
  readonly isAmbiguous: boolean;
  /** Months are named in another language than English. */
  readonly foreignMonths?: boolean;
  /** They are numbers, which only a header can tell from other numbers. */
  readonly isCounted?: boolean;
}

const iso = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}([.]\d+)?)?( ?(Z|UTC|GMT|[-+]\d{2}:?\d{2}))?)?$/;

const days: Readonly<Record<DateOrder | "other", readonly string[]>> = {
  dmy: ["%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y", "%d/%m/%y", "%d-%m-%y"],
  mdy: ["%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y", "%m-%d-%y", "%m.%d.%y"],
  other: [
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%Y-%m-%d",
    "%Y-%b-%d",
    "%Y-%B-%d",
    "%d %b %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%d. %b %Y",
    "%d %b %y",
    "%d. %B %Y",
    "%d de %b de %Y",
    "%d/%b/%Y",
    "%b-%d-%Y",
    "%b-%d-%y",
    "%d %B %y",
    "%B %d %Y",
    "%b. %d, %Y",
    "%d.%b.%Y",
    "%Y年%m月%d日",
    "%Y. %m. %d.",
    "%Y.%m.%d.",
    "%a %d %b %Y",
    "%a, %d %b %Y",
    "%a %b %d %Y",
    "%a, %b %d, %Y",
    "%a, %d. %b %Y",
    "%a %d. %b %Y",
    "%a, %d de %b de %Y",
    "%d. %m. %Y",
  ],
};
const clocks = [
  "",
  " %H:%M",
  " %H:%M:%S",
  " %I:%M %p",
  " %I:%M:%S %p",
  " %I:%M%p",
  "T%H:%M:%S",
  "T%H:%M",
  "%H%M%S",
  "%H%M",
  "T%H%M%S",
  " %H%M%S",
  " %H%M",
  ", %H:%M",
  ", %H:%M:%S",
  ", %I:%M %p",
  ", %I:%M:%S %p",
  " %I:%M:%S%p",
  " %H.%M",
  " %H:%M:%S.%f",
  " at %I:%M %p",
  " um %H:%M",
  " um %H:%M Uhr",
  " %H:%M Uhr",
  "  %H:%M:%S",
  "  %H:%M",
];

/** The month of another language is read as the short English one. */
const shortMonths = days.other.filter((format) => format.includes("%b"));

/** The formats that the texts need, or undefined if they are no dates. */
export const guessDates = (texts: readonly string[], order?: DateOrder): DateFormats | undefined => {
  if (spanishHalf.test(texts[0] ?? "")) {
    const english = guessDates(texts.map(withEnglishMonth), order);
    return english && { ...english, foreignMonths: true };
  }
  if (texts.length === 0 || !texts.slice(0, fewTexts).some((text) => /\d/.test(text))) return undefined;
  const open = texts.filter((text) => !iso.test(text));
  if (open.length <= (1 - enough) * texts.length) return { formats: [], isAmbiguous: false };
  const counted = countedFormat(open);
  if (counted !== undefined) return { formats: [counted], isAmbiguous: false, isCounted: true };
  const other = formatsFor(open, days.other);
  if (other) return { formats: other, isAmbiguous: false };
  const named = /\p{L}{3}/u.test(open[0] ?? "") && formatsFor(open.map(withEnglishMonth), shortMonths);
  if (named) return { formats: named, isAmbiguous: false, foreignMonths: true };
  const [dayFirst, monthFirst] = [formatsFor(open, days.dmy), formatsFor(open, days.mdy)];
  const [first, second] = order === "mdy" ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
  const formats = first ?? second;
  return (
    formats && {
      formats,
      isAmbiguous: dayFirst !== undefined && monthFirst !== undefined && order === undefined,
    }
  );
};

const spanishHalf = /\d[ \u00a0\u202f]?[ap][.][ \u00a0\u202f]?m[.]?$/i;

/** Numbers that are times of a shop's life: from 1980 on, up to 2099. */
const countedRanges: Readonly<Record<string, readonly [number, number]>> = {
  unix: [315_532_800, 4_102_444_800],
  "unix-ms": [315_532_800_000, 4_102_444_800_000],
  excel: [29_221, 73_051],
};

const countedFormat = (texts: readonly string[]): string | undefined =>
  Object.entries(countedRanges).find(([format, [first, last]]) => {
    const pattern = new RegExp(`^${timePattern(format)}$`);
    const fits = (text: string) => pattern.test(text) && Number(text) >= first && Number(text) <= last;
    return texts.filter(fits).length >= enough * texts.length;
  })?.[0];

/** So many texts tell which formats are worth trying: there are more than a thousand. */
const fewTexts = 100;

/** A few formats that together read nearly all texts: some times lack their seconds. */
const formatsFor = (texts: readonly string[], dates: readonly string[]): string[] | undefined => {
  const chosen: string[] = [];
  let left = texts;
  const most = (1 - enough) * texts.length;
  // What a few texts do not show, those that are left do.
  for (let round = 0; round < 3 && left.length > (round === 0 ? -1 : most); round++) {
    const few = left.filter((_, index) => index % Math.ceil(left.length / fewTexts) === 0);
    for (const format of formatsOf(dates)) {
      const fits = parser(format);
      if (!few.some(fits)) continue;
      const rest = left.filter((text) => !fits(text));
      if (rest.length === left.length) continue;
      chosen.push(format);
      left = rest;
    }
    if (chosen.length === 0) return undefined;
  }
  return left.length <= most ? chosen : undefined;
};

const formatsOf = (dates: readonly string[]): readonly string[] =>
  dates.flatMap((date) => clocks.map((clock) => date + clock));

const parsers = new Map<string, (text: string) => boolean>();

const parser = (format: string): ((text: string) => boolean) => {
  const known = parsers.get(format) ?? makeParser(format);
  parsers.set(format, known);
  return known;
};

const makeParser = (format: string): ((text: string) => boolean) => {
  const pattern = new RegExp(`^${timePattern(format)}$`);
  const directives: readonly string[] = format.match(/%[A-Za-z]/g) ?? [];
  const [day, month] = [directives.indexOf("%d"), directives.indexOf("%m")];
  return (text) => {
    if (!pattern.test(text)) return false;
    const parts = text.replace(/^(\d{4})(\d{2})(\d{2})/, "$1 $2 $3 ").match(/\d+|[A-Za-z]+/g) ?? [];
    return isWithin(parts[day], 31) && (month < 0 || isWithin(parts[month], 12));
  };
};

const isWithin = (text: string | undefined, most: number): boolean =>
  Number(text) >= 1 && Number(text) <= most;

export const isTimeOfDay = (texts: readonly string[]): boolean =>
  texts.length > 0 && texts.filter((text) => clock.test(text)).length >= enough * texts.length;

const clock = /^(([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?( ?[AaPp][Mm])?|([01]?\d|2[0-3])[0-5]\d([0-5]\d)?)$/;
