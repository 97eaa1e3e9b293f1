import { printable } from "../../../shared/words.ts";

export interface TableColumn {
  readonly head: string;
  readonly right?: boolean;
}

/** Columns as wide as their widest cell, two spaces apart, with a rule below the heads. */
export const table = (columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string => {
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

/** Two columns without heads: a name and a value. */
export const facts = (rows: readonly (readonly [string, string])[]): string => {
  const width = rows.reduce((most, [name]) => Math.max(most, textWidth(name)), 0);
  return rows.map(([name, value]) => `${padded(name, width, false)}  ${value}`.trimEnd()).join("\n");
};

const padded = (cell: string, width: number, right: boolean): string => {
  const gap = " ".repeat(Math.max(0, width - textWidth(cell)));
  return right ? gap + cell : cell + gap;
};

const textWidth = (text: string | undefined): number => [...(text ?? "")].length;
