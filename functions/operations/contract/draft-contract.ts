import {
  type ContractText,
  contractYaml,
  type Listed,
  type PropertyText,
} from "../../../shared/contracts/contract-text.ts";
import { headerKey } from "../../../shared/contracts/header-key.ts";
import { headerWords } from "../../../shared/contracts/header-words.ts";
import type { SampleColumn } from "./assign-columns.ts";

/** What the files of a feed are like, beside their columns. */
export interface FileFacts {
  readonly headers: readonly string[];
  readonly paths: readonly string[];
  readonly encoding: string;
  readonly delimiter: string;
  readonly linesBefore: number;
  readonly headerRows: 1 | 2;
  readonly trails: boolean;
  /** Two columns have the same header. */
  readonly hasRepeats: boolean;
  /** The first words of lines of totals, and of remarks, below the rows. */
  readonly totals: readonly string[];
}

/** What tells the rows from other lines, and what they leave to the row above. By columns of the contract. */
export interface LineFacts {
  readonly fillDown?: readonly string[];
  readonly blank?: readonly string[];
  readonly kinds?: { readonly header: string; readonly values: readonly string[] } | undefined;
}

/** Files with fewer rows are not rejected for a share of bad ones: three lines of a small shop's day may be 10 %. */
const percentFromRows = 100;

/** A built-in contract, changed so that it reads the files: the standard's words stay, the files' words come in. */
export const draftContract = (
  built: ContractText,
  columns: ReadonlyMap<string, SampleColumn>,
  facts: FileFacts,
  settings: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  lines: LineFacts = {},
): string => {
  const contract = structuredClone(built);
  const headers = new Set([...columns.values()].map(({ header }) => headerKey(header)));
  const unlike = new Set(facts.headers.map(headerKey));
  addColumns(contract, columns);
  for (const property of contract.schema[0]?.properties ?? []) {
    const column = columns.get(property.name);
    const { name } = property;
    // The word has a meaning of its own, and what stands below it was found to be something else.
    const isTaken = column ? headerKey(column.header) !== headerKey(name) : headers.has(headerKey(name));
    const isUnfit = !column && name in headerWords;
    set(property, { aliases: aliasesOf(property, column, isUnfit ? unlike : headers) });
    if ((isTaken || isUnfit) && unlike.has(headerKey(name))) set(property, { onlyAliases: true });
    if (column) set(property, formatsOf(property, column));
    set(property, settings.get(property.name) ?? {});
  }
  set(contract, fileSettings(facts, lines));
  return contractYaml(contract);
};

/** What the built-in contract has no column for, such as the kind of a till's entry. */
const addColumns = ({ schema }: ContractText, columns: ReadonlyMap<string, SampleColumn>): void => {
  const properties = schema[0]?.properties ?? [];
  for (const name of columns.keys())
    if (!properties.some((property) => property.name === name))
      properties.push({ name, physicalType: "STRING" });
};

/** The files' header first. An alias that is the header of another column would take that column. */
const aliasesOf = (
  property: PropertyText,
  column: SampleColumn | undefined,
  headers: ReadonlySet<string>,
) => {
  const known = (listedValue(property, "aliases") ?? []) as readonly string[];
  const own = column && headerKey(column.header) !== headerKey(property.name) ? [column.header] : [];
  return [...new Set([...own, ...known.filter((alias) => !headers.has(headerKey(alias)))])];
};

export const fileSettings = (
  { paths, encoding, delimiter, linesBefore, totals, headerRows, trails, hasRepeats }: FileFacts,
  { fillDown = [], blank = [], kinds }: LineFacts = {},
) => {
  const skipRows = {
    ...(linesBefore > 0 ? { first: linesBefore } : {}),
    ...(totals.length > 0 ? { where: totals } : {}),
    ...(blank.length > 0 ? { blank } : {}),
    ...(kinds ? { kinds } : {}),
  };
  return {
    paths,
    ...(encoding === "utf-8" ? {} : { encoding }),
    delimiter,
    percentFromRows,
    ...(headerRows === 2 ? { headerRows } : {}),
    ...(trails ? { trailingDelimiters: true } : {}),
    ...(hasRepeats ? { repeatedHeaders: "rescue" } : {}),
    ...(fillDown.length > 0 ? { fillDown } : {}),
    ...(Object.keys(skipRows).length > 0 ? { skipRows } : {}),
  };
};

/** How the values of a column are written, for the type that the contract gives it. */
export const formatsOf = (
  { physicalType }: Pick<PropertyText, "physicalType">,
  { numbers, dates, dayColumns }: SampleColumn,
) => {
  if (physicalType === "NUMERIC" && numbers && !isPlain(numbers)) return { numberFormat: numbers };
  const isTime = ["DATE", "DATETIME", "TIMESTAMP"].includes(physicalType);
  if (!isTime || !dates || dates.formats.length === 0) return {};
  return {
    formats: dates.formats,
    ...(dates.foreignMonths ? { monthNames: true } : {}),
    ...(dayColumns ? { dayColumns } : {}),
  };
};

const isPlain = ({ decimal, thousands, marks }: NonNullable<SampleColumn["numbers"]>): boolean =>
  decimal === "." && thousands === undefined && !marks;

const listedValue = ({ customProperties = [] }: Listed, name: string): unknown =>
  customProperties.find(({ property }) => property === name)?.value;

const set = (listed: Listed, values: Readonly<Record<string, unknown>>): void => {
  const others = (listed.customProperties ?? []).filter(({ property }) => !(property in values));
  const given = Object.entries(values).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  listed.customProperties = [...others, ...given.map(([property, value]) => ({ property, value }))];
};
