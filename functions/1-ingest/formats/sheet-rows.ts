import { isoDate } from "../../../shared/dates.ts";
import type { Workbook } from "./workbook.ts";
import { attribute, richText, xmlText } from "./xml.ts";
import type { ArchiveMember } from "./zip-archive.ts";

/** A row of a sheet: its number, and its cells from column A on. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Streams the rows of a sheet. A cell holds its value as text: dates as ISO 8601, a formula's last result. */
export async function* sheetRows(workbook: Workbook, sheet: ArchiveMember): AsyncIterable<SheetRow> {
  const decoder = new TextDecoder();
  let open = "";
  let number = 0;
  for await (const chunk of sheet.read()) {
    open += decoder.decode(chunk, { stream: true });
    const end = open.lastIndexOf("</row>");
    if (end < 0) continue;
    for (const [, tag = "", inner = ""] of open
      .slice(0, end + 6)
      .matchAll(/<row\b([^>]*?)(?:\/>|>([\s\S]*?)<\/row>)/g)) {
      number = Number(attribute(tag, "r") ?? number + 1);
      yield { number, cells: cellsOf(workbook, inner) };
    }
    open = open.slice(end + 6);
  }
}

const cellsOf = (workbook: Workbook, row: string): string[] => {
  const cells: string[] = [];
  for (const [, tag = "", inner = ""] of row.matchAll(/<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
    const reference = attribute(tag, "r");
    const column = reference === undefined ? cells.length : columnOf(reference);
    while (cells.length < column) cells.push("");
    cells[column] = cellText(workbook, tag, inner);
  }
  return cells;
};

/** A, B, …, Z, AA: the letters of a reference as a number from 0. */
const columnOf = (reference: string): number => {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "A")
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
};

const cellText = (workbook: Workbook, tag: string, inner: string): string => {
  const type = attribute(tag, "t") ?? "n";
  if (type === "inlineStr") return richText(inner);
  const value = /<v\b[^>]*>([\s\S]*?)<\/v>/.exec(inner)?.[1];
  if (value === undefined) return "";
  if (type === "s") return workbook.strings[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "true" : "false";
  if (type !== "n") return xmlText(value);
  const isDate = workbook.isDate[Number(attribute(tag, "s") ?? 0)] ?? false;
  return isDate ? dateText(Number(value), workbook.dayZero) : numberText(value);
};

/** A sheet stores 0.1 + 0.2 as 0.30000000000000004; what it shows has 15 digits. */
const numberText = (value: string): string => {
  const number = Number(value);
  if (!Number.isFinite(number)) return xmlText(value);
  const text = String(Number(number.toPrecision(15)));
  return text.includes("e") ? number.toFixed(9).replace(/\.?0+$/, "") : text;
};

const secondsOfDay = 86_400;

/** A serial number of days. Below one it is a time of day only. */
const dateText = (serial: number, dayZero: number): string => {
  const seconds = Math.round(serial * secondsOfDay);
  const day = Math.floor(seconds / secondsOfDay);
  const rest = seconds - day * secondsOfDay;
  const clock = [rest / 3600, (rest / 60) % 60, rest % 60].map((part) =>
    String(Math.floor(part)).padStart(2, "0"),
  );
  if (serial < 1) return clock.join(":");
  const date = isoDate(day + dayZero);
  return rest === 0 ? date : `${date} ${clock.join(":")}`;
};
