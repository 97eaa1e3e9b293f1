import { printable } from "../../../shared/words.ts";

export interface TableColumn {
  readonly head: string;
  readonly right?: boolean;
}

export const right = (...heads: readonly string[]): readonly TableColumn[] =>
  heads.map((head) => ({ head, right: true }));

/** Columns as wide as their widest cell, two spaces apart, with a rule below the heads. A head alone aligns left. */
export const table = (
  heads: readonly (string | TableColumn)[],
  rows: readonly (readonly string[])[],
): string => {
  const columns = heads.map((head): TableColumn => (typeof head === "string" ? { head } : head));
  const cells = rows.map((row) => columns.map((_, index) => printable(row[index] ?? "")));
  const widths = columns.map(({ head }, index) =>
    cells.reduce((width, row) => Math.max(width, textWidth(row[index])), textWidth(head)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => padded(cell, widths[index] ?? 0, columns[index]?.right === true))
      .join("  ")
      .trimEnd();
  return [
    line(columns.map(({ head }) => head)),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...cells.map(line),
  ].join("\n");
};

/** Two columns without heads: a name and a value. A row that is false is left out. */
export const facts = (given: readonly (readonly [string, string] | false)[]): string => {
  const rows = given.filter((row) => row !== false);
  const width = rows.reduce((most, [name]) => Math.max(most, textWidth(name)), 0);
  return rows.map(([name, value]) => `${padded(name, width, false)}  ${value}`.trimEnd()).join("\n");
};

const padded = (cell: string, width: number, right: boolean): string => {
  const gap = " ".repeat(Math.max(0, width - textWidth(cell)));
  return right ? gap + cell : cell + gap;
};

const textWidth = (text: string | undefined): number => [...(text ?? "")].length;
