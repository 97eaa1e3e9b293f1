import type { Column } from "../../shared/contracts/feed.ts";
import { faultChecks, ruleChecks, warningChecks } from "../../shared/quality/row-checks.ts";
import { rejectColumns, type TypingPlan } from "../../shared/staging.ts";
import { duckTypes, literal, quoted } from "../duckdb-sql.ts";
import { rulesWithSql, type SqlCheck, textOf, withSql } from "./check-sql.ts";
import { columnValues } from "./column-values.ts";
import { textSql } from "./value-sql.ts";

/** The statements that type a chunk of a file. They are made once per file from its contract and header. */
export type TypingSql = ReturnType<typeof typingSql>;

export const typingSql = (plan: TypingPlan) => {
  const { feed } = plan;
  // Where a header may lack a required column, each row that needs it is bad.
  const present = feed.columns.filter((column) => column.required || !isAbsent(plan, column));
  const faults = [...present.flatMap(withSql(faultChecks)), ...rulesWithSql(ruleChecks(feed, "fault"))];
  const warnings = [...present.flatMap(withSql(warningChecks)), ...rulesWithSql(ruleChecks(feed, "warning"))];
  const anyBroken = (some: readonly SqlCheck[]) => some.map(({ sql }) => `(${sql})`).join(" or ") || "false";
  const untyped = anyBroken(faults.filter((fault) => fault.untyped));
  const marked = anyBroken(faults.filter((fault) => !fault.untyped));
  const typed = (records: readonly string[], hasBreaks: boolean) => typedRows(plan, records, hasBreaks);
  return {
    plan,
    faults,
    warnings,
    /** Writes rows whose values have their types to Parquet, and marks those that break a check. */
    copySound: (records: string, parquet: string, hasBreaks: boolean) =>
      `copy (with typed as (${typed([records], hasBreaks)}) select ${outputColumns(plan, marked, originOf(plan))} from typed where not (${untyped})) ` +
      `to ${literal(parquet)} (format parquet, ${parquetSettings})`,
    /** The same for several files of one shape, each into a folder of its own: `batch_place=<place>`. */
    copyBatch: (files: readonly BatchFile[], folder: string, hasBreaks: boolean) =>
      `copy (with typed as (${typed(
        files.map(({ records }) => records),
        hasBreaks,
      )}) select ${outputColumns(plan, marked, batchOrigin)}, ${placeOfFile} as batch_place from typed ` +
      `join (values ${files.map(originRow).join(", ")}) as origin(place, source_date, object, generation) on origin.place = ${placeOfFile} ` +
      `where not (${untyped})) to ${literal(folder)} (format parquet, partition_by (batch_place), ${parquetSettings})`,
    /** Selects rows with a fault: the place of their file, line, indexes of their faults, and text. */
    selectFaulty: (records: readonly string[], hasBreaks: boolean) =>
      `with typed as (${typed(records, hasBreaks)}) select ${placeOfFile} as place, "_row" as line, ${faultIndexes(faults)} as faults, ` +
      `${feed.columns.map(({ name }) => textOf(name)).join(", ")} from typed where ${anyBroken(faults)} order by place, "_row"`,
    /** Counts over written Parquet files, one row per file and business day. */
    profile: (parquets: readonly string[]) => profileSql(plan, parquets, warnings),
  };
};

const parquetSettings = "compression lz4_raw, write_bloom_filter false";

/** The records of one of several files that are typed together. */
interface BatchFile {
  readonly records: string;
  readonly plan: TypingPlan;
}

/** No contract can use this name: it is no plain identifier. */
const placeOfFile = quoted("place of file");

/** The expressions of a row's source date, object and generation. */
type Origin = readonly [sourceDate: string, object: string, generation: string];

const originOf = ({ fileDate, object, generation }: TypingPlan): Origin => [
  `${literal(fileDate)}::DATE`,
  literal(object),
  `${literal(generation)}::BIGINT`,
];

const batchOrigin: Origin = ["origin.source_date", "origin.object", "origin.generation"];

const originRow = ({ plan }: BatchFile, place: number): string =>
  `(${[place, ...originOf(plan)].join(", ")})`;

/** An absent column needs no parsing and no checks: without it a small file is planned in half the time. */
const isAbsent = ({ cellOf }: TypingPlan, column: Column): boolean =>
  !cellOf.has(column.name) && column.default === undefined && !column.fileDate;

/** Nested selects, so that each text is cleaned once and each value parsed once. */
const typedRows = (plan: TypingPlan, records: readonly string[], hasBreaks: boolean): string => {
  const { columns } = plan.feed;
  const texts = columns.map((column) => {
    const { name } = column;
    const cells = {
      cell: plan.cellOf.get(name),
      timeCell: plan.timeCellOf.get(name),
      dayCells: plan.dayCellsOf.get(name) ?? [],
      signsCell: plan.cellOf.get(column.signsIn ?? ""),
      fileDate: plan.fileDate,
    };
    const text = textSql(column, cells);
    return `${hasBreaks ? withBreaks(text) : text} as ${textOf(name)}`;
  });
  const typedValue = columnValues(plan.feed, plan.timeZone);
  const values = columns.map((column) => {
    const value = isAbsent(plan, column) ? `NULL::${duckTypes[column.type]}` : typedValue(column);
    return `${value} as ${quoted(column.name)}`;
  });
  const place = `${records.length === 1 ? "0" : "file_index"} as ${placeOfFile}`;
  const inner = `select ${place}, line as "_row", ${rescuedSql(plan, hasBreaks)} as "_rescued", ${texts.join(", ")} from ${readRecords(plan.width, records)}`;
  return `select *, ${values.join(", ")} from (${inner})`;
};

const withBreaks = (text: string) => `replace(replace(${text}, chr(30), chr(10)), chr(29), chr(13))`;

/** The scanner's form needs no interpretation: one byte separates fields, one ends records, nothing is quoted. */
const readRecords = (width: number, records: readonly string[]): string => {
  const cells = Array.from({ length: width }, (_, index) => `'c${index}': 'VARCHAR'`);
  return (
    `read_csv([${records.map(literal).join(", ")}], auto_detect = false, header = false, delim = '\x1f', quote = '', escape = '', comment = '', ` +
    `new_line = '\\n', strict_mode = true, null_padding = false, max_line_size = 1048576, columns = {'line': 'BIGINT', ${cells.join(", ")}})`
  );
};

const rescuedSql = ({ extra }: TypingPlan, hasBreaks: boolean): string => {
  if (extra.length === 0) return "NULL::VARCHAR";
  const pairs = extra.map(({ header, cell }) => {
    const text = `nullif(c${cell}, '')`;
    return `${literal(header)}, ${hasBreaks ? withBreaks(text) : text}`;
  });
  return `json_object(${pairs.join(", ")})::VARCHAR`;
};

const outputColumns = (
  plan: TypingPlan,
  marked: string,
  [sourceDate, object, generation]: Origin,
): string => {
  const { feed } = plan;
  const { businessDate } = feed;
  const day = businessDate === undefined ? [] : [`${businessDay(plan, businessDate)} as business_date`];
  const own = feed.columns.map(
    (column) => `${quoted(column.name)}::${duckTypes[column.type]} as ${quoted(column.name)}`,
  );
  const origin = [
    `${sourceDate} as "_source_date"`,
    `${object} as "_object"`,
    `${generation} as "_generation"`,
    `"_row"`,
    `"_rescued"`,
    `(${marked}) as "_quarantined"`,
    ...(feed.changes ? [`not (${marked}) as "_accepted"`] : []),
  ];
  return [...own, ...day, ...origin].join(", ");
};

const businessDay = ({ feed, timeZone }: TypingPlan, name: string): string =>
  feed.columns.find((column) => column.name === name)?.type === "TIMESTAMP"
    ? `timezone(${literal(timeZone)}, ${quoted(name)})::DATE`
    : `${quoted(name)}::DATE`;

const faultIndexes = (faults: readonly SqlCheck[]): string =>
  `concat_ws(',', ${faults.map(({ sql }, index) => `case when ${sql} then '${index}' end`).join(", ")})`;

const profileSql = (
  { feed }: TypingPlan,
  parquets: readonly string[],
  warnings: readonly SqlCheck[],
): string => {
  const day = feed.businessDate === undefined ? "NULL::DATE" : "business_date";
  const nulls = feed.columns.map(({ name }) => `count(*) - count(${quoted(name)})`);
  const broken = warnings.map(({ sql }) => `count_if((${sql}) and not "_quarantined")`);
  const counts = ["count(*) as row_count", 'count_if("_quarantined") as marked', ...nulls, ...broken];
  return `select ${["file_index as place", `${day}::VARCHAR as day`, ...counts].join(", ")} from read_parquet([${parquets.map(literal).join(", ")}]) group by place, ${day} order by 1, 2`;
};

/** Rejects become Parquet through JSON lines: they are few, and their text is arbitrary. */
const readRejects = (jsonLines: readonly string[]): string => {
  const types = { STRING: "VARCHAR", DATE: "DATE", INT64: "BIGINT" };
  const columns = rejectColumns.map(({ name, type }) => `${quoted(name)}: '${types[type]}'`);
  return `read_json([${jsonLines.map(literal).join(", ")}], format = 'newline_delimited', maximum_object_size = 4194304, columns = {${columns.join(", ")}})`;
};

export const copyRejects = (jsonLines: string, parquet: string): string =>
  `copy (select * from ${readRejects([jsonLines])}) to ${literal(parquet)} (format parquet, compression zstd)`;

/** The same for several files, each into a folder of its own: `batch_place=<place>`. */
export const copyRejectsOfAll = (jsonLines: readonly string[], folder: string): string =>
  `copy (select *, file_index as batch_place from ${readRejects(jsonLines)}) to ${literal(folder)} (format parquet, partition_by (batch_place), compression zstd)`;

export const repeatedSql = (parquets: readonly string[], columns: readonly string[]): string =>
  `select coalesce(sum(copies - 1), 0)::BIGINT from (select count(*) as copies from read_parquet([${parquets.map(literal).join(", ")}]) where not "_quarantined" group by ${columns.map(quoted).join(", ")})`;
