export interface GeneratedFile {
  /** A path with forward slashes. */
  readonly name: string;
  readonly text: string;
}

export function csvFile(name: string, header: string, rows: readonly string[]): GeneratedFile {
  return { name, text: rows.length === 0 ? `${header}\n` : `${header}\n${rows.join("\n")}\n` };
}

export function jsonFile(name: string, value: unknown): GeneratedFile {
  return { name, text: `${JSON.stringify(value, null, 2)}\n` };
}

export function csvRow(...cells: readonly (string | number)[]): string {
  return cells.map((cell) => (typeof cell === "number" ? String(cell) : quoted(cell))).join(",");
}

/** A text as a CSV cell, in quotes only if it needs them. */
export function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Whole cents as a decimal with two places. */
export function money(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A letter and a number with at least `digits` digits, such as C00001. */
export function code(letter: string, digits: number, number: number): string {
  return letter + String(number).padStart(digits, "0");
}
