import { estimatedLoadJobs } from "../../../infra/gcp/bigquery-loads.ts";
import { JobFailed } from "../../../shared/errors.ts";
import type { LoadJob, Params, Row, ScriptJob, Warehouse } from "../../../shared/ports.ts";
import { quotaRules } from "../../google/bigquery-quotas.ts";
import { refusals, requireTaken } from "../../google/rule.ts";

/** Jobs that were carried out; one that is asked for again under its id is not. */
export interface Jobs {
  readonly loads: LoadJob[];
  readonly runs: ScriptJob[];
  queries: number;
}

/** What a partition shows: the staged objects that it was made from. */
export type ModelTables = Map<string, string>;

/** Which objects are in which day, and nothing else: enough to see what is lost, doubled or stale. */
export const modelWarehouse = (): { warehouse: Warehouse; jobs: Jobs; tables: ModelTables } => {
  const jobs: Jobs = { loads: [], runs: [], queries: 0 };
  const tables: ModelTables = new Map();
  const done = new Set<string>();
  const partitions = partitionCounts();
  const burnt = new Set<string>();
  /** False if the job ran before. */
  const mayRun = (id: string): boolean => {
    if (burnt.has(id)) throw new JobFailed(`${id}: its id was burnt`);
    return !done.has(id);
  };
  const put = (partition: string, content: string | undefined) => {
    const isNew = content !== undefined && content !== "" && !tables.has(partition);
    if (isNew) partitions.add(partition.split(" ")[0] ?? "");
    if (content === undefined || content === "") tables.delete(partition);
    else tables.set(partition, content);
  };
  const warehouse: Warehouse = {
    async query(sql, params = {}) {
      jobs.queries++;
      const counted = /countif\(not _quarantined\) as good from (\S+)/.exec(sql)?.[1];
      if (counted !== undefined) return countedRows(tables, counted);
      if (/select day from changed/.test(sql)) return rowsOf("day", params);
      return /as file_date/.test(sql) ? rowsOf("file_date", params) : [];
    },
    define: async () => {},
    async load(job) {
      if (!mayRun(job.id)) return;
      requirePartitions(
        ...estimatedLoadJobs(job).map(({ work }) => ("sql" in work ? longestList(work.params) : 0)),
      );
      done.add(job.id);
      jobs.loads.push(job);
      if (job.replace === "all") return put(`${job.table} all`, job.objects.join("\n"));
      const ofDate = Map.groupBy(job.objects, (object) => object.split("/")[1]);
      for (const date of job.replace) put(`${job.table} ${date}`, ofDate.get(date)?.join("\n"));
    },
    async run(job) {
      if (!mayRun(job.id)) return;
      requirePartitions(daysOf(job.params).length);
      done.add(job.id);
      jobs.runs.push(job);
      const [into, from] = job.script.includes("insert into clean.lines")
        ? ["clean.lines", "raw.transactions"]
        : ["metrics", "clean.lines"];
      for (const day of daysOf(job.params)) put(`${into} ${day}`, tables.get(`${from} ${day}`));
    },
    async burn({ id }) {
      if (done.has(id)) return "ran";
      burnt.add(id);
      return "burnt";
    },
  };
  return { warehouse, jobs, tables };
};

/** Refuses one partition more than a table may have. A partition that was emptied still counts here. */
const partitionCounts = () => {
  const counts = new Map<string, number>();
  return {
    add(table: string) {
      const partitionsOfOneTable = (counts.get(table) ?? 0) + 1;
      counts.set(table, partitionsOfOneTable);
      requireTaken(refusals(quotaRules, { partitionsOfOneTable }));
    },
  };
};

/** Every staged object is one row here. */
const countedRows = (tables: ModelTables, table: string): Row[] => {
  const objects = [...tables]
    .filter(([partition]) => partition.startsWith(`${table} `))
    .flatMap(([, text]) => text.split("\n"));
  return [...Map.groupBy(objects, (object) => object.split("/")[1])].map(([date, own]) => ({
    file_date: date ?? "",
    good: own.length,
  }));
};

/** Each day is a partition, and a statement changes every day that it is given. */
const requirePartitions = (...counts: readonly number[]): void =>
  requireTaken(counts.flatMap((partitionsOfOneJob) => refusals(quotaRules, { partitionsOfOneJob })));

const longestList = (params: Params): number =>
  Math.max(0, ...Object.values(params).map(({ value }) => (Array.isArray(value) ? value.length : 0)));

/** A file's rows are of its file date here: the days asked about are the days affected, and their files' dates. */
const rowsOf = (column: string, params: Params): Row[] => daysOf(params).map((day) => ({ [column]: day }));

const daysOf = (params: Params): readonly string[] => {
  const days = params["days"]?.value;
  return Array.isArray(days) ? days : [];
};
