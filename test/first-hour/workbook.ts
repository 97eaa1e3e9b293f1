import { zipped } from "./archive.ts";

type Cell = string | number | Date;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const letters = (column: number): string => String.fromCharCode(65 + column);

/** The serial number of a moment, in days since 1899-12-30. */
const serial = (at: Date): number => at.getTime() / 86_400_000 + 25_569;

/** A workbook as Excel writes it: shared strings, a style for dates, empty cells left out. */
export const workbook = (sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>): Buffer => {
  const strings: string[] = [];
  const cell = (value: Cell, reference: string): string => {
    if (value === "") return "";
    if (value instanceof Date) return `<c r="${reference}" s="1"><v>${serial(value)}</v></c>`;
    if (typeof value === "number") return `<c r="${reference}"><v>${value}</v></c>`;
    strings.push(value);
    return `<c r="${reference}" t="s"><v>${strings.length - 1}</v></c>`;
  };
  const names = Object.keys(sheets);
  const parts = Object.values(sheets).map(
    (rows) =>
      `<worksheet><sheetData>${rows
        .map((row, index) =>
          row.length === 0
            ? ""
            : `<row r="${index + 1}">${row.map((value, column) => cell(value, `${letters(column)}${index + 1}`)).join("")}</row>`,
        )
        .join("")}</sheetData></worksheet>`,
  );
  return zipped({
    "xl/workbook.xml": `<workbook><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, index) => `<Relationship Id="rId${index + 1}" Target="worksheets/sheet${index + 1}.xml"/>`).join("")}</Relationships>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst>${strings.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join("")}</sst>`,
    ...Object.fromEntries(parts.map((part, index) => [`xl/worksheets/sheet${index + 1}.xml`, part])),
  });
};
