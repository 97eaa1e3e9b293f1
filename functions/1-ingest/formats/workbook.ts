import { RejectedInput } from "../../../shared/errors.ts";
import { attribute, richText } from "./xml.ts";
import type { ArchiveMember } from "./zip-archive.ts";

/** What the sheets of a workbook share. */
export interface Workbook {
  readonly sheets: readonly { readonly name: string; readonly member: ArchiveMember }[];
  readonly strings: readonly string[];
  /** By the number of a cell's style: whether its numbers are dates. */
  readonly isDate: readonly boolean[];
  /** Day 0 of its dates, in days since 1970: Excel for Windows counts from 1899-12-30, older ones for Mac from 1904. */
  readonly dayZero: number;
}

export const isWorkbook = (members: readonly ArchiveMember[]): boolean =>
  members.some(({ name }) => name === "xl/workbook.xml");

const mostPartBytes = 512 * 1024 * 1024;

export const readWorkbook = async (members: readonly ArchiveMember[]): Promise<Workbook> => {
  const part = async (name: string): Promise<string> => {
    const found = members.find((member) => member.name === name);
    return found ? textOf(found) : "";
  };
  const book = await part("xl/workbook.xml");
  const targets = targetsOf(await part("xl/_rels/workbook.xml.rels"));
  const sheets = [...book.matchAll(/<sheet\s[^>]*>/g)].flatMap(([tag]) => {
    const path = targets.get(attribute(tag, "r:id") ?? "");
    const member = members.find(({ name }) => name === path);
    const isHidden = (attribute(tag, "state") ?? "visible") !== "visible";
    return member && !isHidden ? [{ name: attribute(tag, "name") ?? "", member }] : [];
  });
  if (sheets.length === 0) throw new RejectedInput("the workbook has no visible sheet");
  return {
    sheets,
    strings: [...(await part("xl/sharedStrings.xml")).matchAll(/<si\b[^>]*?(?:\/>|>([\s\S]*?)<\/si>)/g)].map(
      ([, item = ""]) => richText(item),
    ),
    isDate: dateStyles(await part("xl/styles.xml")),
    dayZero: /<workbookPr\b[^>]*\bdate1904="(1|true)"/.test(book) ? -24_107 : -25_569,
  };
};

const textOf = async (member: ArchiveMember): Promise<string> => {
  if (member.size > mostPartBytes)
    throw new RejectedInput(`"${member.name}" has ${member.size} bytes; save the sheet as CSV`);
  const chunks: Uint8Array[] = [];
  for await (const chunk of member.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

const targetsOf = (relations: string): ReadonlyMap<string, string> =>
  new Map(
    [...relations.matchAll(/<Relationship\s[^>]*>/g)].map(([tag]) => {
      const target = attribute(tag, "Target") ?? "";
      return [attribute(tag, "Id") ?? "", target.startsWith("/") ? target.slice(1) : `xl/${target}`];
    }),
  );

/** The formats that every workbook has without naming them. ECMA-376, part 1, section 18.8.30. */
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 45 && id <= 47);

const dateStyles = (styles: string): readonly boolean[] => {
  const codes = new Map(
    [...styles.matchAll(/<numFmt\s[^>]*>/g)].map(([tag]) => [
      Number(attribute(tag, "numFmtId")),
      isDateCode(attribute(tag, "formatCode") ?? ""),
    ]),
  );
  const cells = /<cellXfs\b[^>]*>([\s\S]*?)<\/cellXfs>/.exec(styles)?.[1] ?? "";
  return [...cells.matchAll(/<xf\s[^>]*>/g)].map(([tag]) => {
    const id = Number(attribute(tag, "numFmtId") ?? 0);
    return codes.get(id) ?? isBuiltInDate(id);
  });
};

/** Letters of a date outside of quotes, brackets and escapes: `0.00 "day"` is no date. */
const isDateCode = (code: string): boolean =>
  /[dmyhs]/i.test(
    code.replaceAll(/"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\./gi, "").replaceAll(/general/gi, ""),
  );
