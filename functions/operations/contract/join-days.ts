import { withEnglishMonth } from "../../../shared/contracts/month-names.ts";
import { type SampleColumn, sampleColumn } from "./assign-columns.ts";

const words = {
  year: /^(year|jahr|année|annee|año|ano|anno|jaar|år|rok)$/i,
  month: /^(month|monat|mois|mes|mês|mese|maand|månad|måned|miesiąc)( (no|number|name|nr))?$/i,
  day: /^(day|day of month|tag|jour|día|dia|giorno|dag|dzień)$/i,
};

/** Where no column holds dates, but one has years, one months and one days, they are read as one. */
export const joinDays = (
  columns: readonly SampleColumn[],
  textsOf: (header: string) => readonly string[],
): readonly SampleColumn[] => {
  if (columns.some(({ dates, numbers }) => dates && !numbers)) return columns;
  const [year, month, day] = [
    columns.find(({ header, texts }) => words.year.test(spaced(header)) && texts.every(isYear)),
    columns.find(({ header, texts }) => words.month.test(spaced(header)) && texts.every(isMonth)),
    columns.find(({ header, texts }) => words.day.test(spaced(header)) && texts.every(isDay)),
  ];
  if (!year || !month || !day) return columns;
  const [months, days] = [textsOf(month.header), textsOf(day.header)];
  const joined = textsOf(year.header).map((text, row) =>
    text === "" ? "" : `${text}-${months[row]}-${days[row]}`,
  );
  const whole: SampleColumn = {
    ...sampleColumn(year.header, joined, {}),
    numbers: undefined,
    dayColumns: [month.header, day.header],
  };
  return columns.flatMap((column) => {
    if (column === year) return [whole];
    return column === month || column === day ? [] : [column];
  });
};

const spaced = (header: string): string => header.replaceAll("_", " ").trim();

const isYear = (text: string): boolean => /^(19|20)\d\d$/.test(text);
const isMonth = (text: string): boolean =>
  /^(0?[1-9]|1[0-2])$/.test(text) || /^[A-Z][a-z]{2}$/.test(withEnglishMonth(text)) || monthInFull.test(text);
const monthInFull =
  /^(january|february|march|april|may|june|july|august|september|october|november|december)$/i;
const isDay = (text: string): boolean => /^(0?[1-9]|[12]\d|3[01])$/.test(text);
