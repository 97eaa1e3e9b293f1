import { headerKey } from "../../../shared/contracts/header-key.ts";
import { closingWords } from "../../../shared/contracts/header-words.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { beginsWithWord } from "../../1-ingest/totals.ts";
import type { LocalFile } from "../drop/drop-report.ts";
import { type SampleColumn, sampleColumn } from "./assign-columns.ts";
import type { FileFacts } from "./draft-contract.ts";
import { fileTemplates } from "./file-template.ts";
import { findTable, type Table } from "./find-table.ts";
import type { DateOrder } from "./guess-dates.ts";
import { decimalEvidence } from "./guess-numbers.ts";
import { joinDays } from "./join-days.ts";
import { type SampleText, sampleText } from "./sample-text.ts";
import { whyNoTable } from "./why-no-table.ts";

/** A file of a shop, and the table that was found in it. */
export interface ReadFile extends LocalFile {
  readonly sample: Pick<SampleText, "encoding" | "hasMark">;
  readonly table: Table;
}

/** Reads a file as a table. Rejects one that holds none. */
export const readFile = async (file: LocalFile): Promise<ReadFile> => {
  const sample = await sampleText(file.path);
  const table = findTable(sample);
  if (!table) throw new RejectedInput(whyNoTable(sample));
  return { ...file, sample: { encoding: sample.encoding, hasMark: sample.hasMark }, table };
};

/** Files with the same headers are of one feed. */
export const groupByHeader = (files: readonly ReadFile[]): readonly (readonly ReadFile[])[] => [
  ...Map.groupBy(files, ({ table }) => table.headers.map(headerKey).join("|")).values(),
];

/** The columns of files with the same headers. */
export const columnsOf = (files: readonly ReadFile[], order?: DateOrder): readonly SampleColumn[] => {
  const headers = files[0]?.table.headers ?? [];
  const texts = headers.map((_, index) =>
    files.flatMap(({ table }) => table.rows.map(({ cells }) => cells[index] ?? "")),
  );
  const seen = decimalEvidence(
    texts.flatMap((column) => column.filter((text) => text !== "").slice(0, 5000)),
  );
  const usual = files[0]?.table.delimiter === ";" ? "," : ".";
  const decimal = seen["."] === seen[","] ? usual : seen["."] > seen[","] ? "." : ",";
  const keys = headers.map(headerKey);
  const columns = headers.flatMap((header, index) =>
    header === "" || keys.indexOf(keys[index] ?? "") < index
      ? []
      : [sampleColumn(header, texts[index] ?? [], { decimal, order })],
  );
  return joinDays(columns, (header) => texts[headers.indexOf(header)] ?? []);
};

export const factsOf = (files: readonly ReadFile[]): FileFacts => {
  const [first] = files;
  return {
    headers: first?.table.headers ?? [],
    paths: fileTemplates(files.map(({ name }) => name)),
    encoding: files.find(({ sample }) => !sample.hasMark)?.sample.encoding ?? "utf-8",
    delimiter: first?.table.delimiter ?? ",",
    linesBefore: first?.table.linesBefore ?? 0,
    headerRows: first?.table.headerRows ?? 1,
    trails: files.some(({ table }) => table.trails),
    hasRepeats: new Set(first?.table.headers.map(headerKey)).size < (first?.table.headers.length ?? 0),
    totals: [
      ...new Set(files.flatMap(({ table }) => table.closing.map(({ text }) => firstWords(text)))),
    ].filter((words) => words !== ""),
  };
};

/** "Total Tea" is of other goods tomorrow, and "Stand: 1.234,50" of another sum: the word is kept, or all up to a digit or sign. */
const firstWords = (text: string): string =>
  closingWords.find((word) => beginsWithWord(text, [word])) ?? /^[\p{L} ]*\p{L}/u.exec(text)?.[0] ?? "";
