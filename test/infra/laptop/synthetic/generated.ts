import { CompanyOptions, generateCompany } from "../../../../infra/laptop/synthetic/company.ts";

export type Record = Readonly<{ [column: string]: string }>;
/** Text by file name. */
export type Files = ReadonlyMap<string, string>;

export function generate(options: Partial<CompanyOptions>): Files {
  const files = generateCompany(CompanyOptions.parse(options));
  return new Map([...files].map(({ name, text }) => [name, text]));
}

export function textOf(files: Files, name: string): string {
  const text = files.get(name);
  if (text === undefined) throw new Error(`No file ${name}`);
  return text;
}

export function records(files: Files, name: string): Record[] {
  const [header, ...rows] = cells(textOf(files, name));
  return rows.map((row) =>
    Object.fromEntries((header ?? []).map((column, index) => [column, row[index] ?? ""])),
  );
}

export function namesUnder(files: Files, folder: string): string[] {
  return [...files.keys()].filter((name) => name.startsWith(folder));
}

export function sales(files: Files): Record[] {
  return namesUnder(files, "transactions/").flatMap((name) => records(files, name));
}

export const cell = (row: Record, name: string): string => row[name] ?? "";

export function column(rows: readonly Record[], name: string): string[] {
  return rows.map((row) => cell(row, name));
}

/** Rows of cells; quotes may hold commas, quotes and line ends. */
export function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
