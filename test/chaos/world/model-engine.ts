import { globSync } from "node:fs";
import type { LoadJob, Params, Row, ScriptJob } from "../../../shared/ports.ts";
import { sqlFile } from "../../../shared/sql.ts";
import { affectedDays, fileDatesOf, listOf, missingPrices, rarePrices } from "./affected.ts";
import { answerOnChanges, foldChanges } from "./fold-statements.ts";
import type { Engine, Work } from "./jobs.ts";
import { companyDays, customerDays } from "./published.ts";
import { rebuildLines } from "./rebuild.ts";
import { rawRows, type Tables } from "./tables.ts";
import type { StagedRow } from "./typer.ts";
import type { World } from "./world.ts";

type Change = () => void;

const query = (name: string) => sqlFile(new URL("../../../functions/", import.meta.url).href, name);
const questions = new Map<string, (tables: Tables, params: Params) => Row[]>([
  [
    query("2-clean/sales/affected_days.sql"),
    (tables, params) => affectedDays(tables, params).map((day) => ({ day })),
  ],
  [
    query("2-clean/sales/file_dates.sql"),
    (tables, params) => fileDatesOf(tables, params).map((date) => ({ file_date: date })),
  ],
  [
    query("2-clean/sales/missing_prices.sql"),
    (tables, params) => missingPrices(tables, params).map((code) => ({ stock_code: code })),
  ],
  [
    query("2-clean/sales/rare_prices.sql"),
    (tables, params) => rarePrices(tables, params).map((code) => ({ stock_code: code })),
  ],
  // Lifetimes are counted from all days here, which is what they must come to.
  [query("3-aggregate/sales/lost_days.sql"), () => []],
  [query("6-publish/company_days.sql"), (tables) => companyDays(tables)],
  [query("6-publish/customer_days.sql"), (tables) => customerDays(tables)],
  [query("6-publish/changed_days.sql"), (tables, params) => customerDays(tables, listOf(params, "days"))],
  [query("6-publish/register.sql"), () => []],
  // The section of quality only counts what the tables above show.
  [query("6-publish/quality_reasons.sql"), () => []],
  [query("6-publish/quality_days.sql"), () => []],
  [query("6-publish/tier_counts.sql"), () => []],
]);

/** The sections of pages are not modelled: there are no findings, KPI values, invoices and counts of what is held back. */
const publishing = new URL("../../../functions/6-publish/", import.meta.url);
const sectionQuestions = new Set(
  globSync("**/*.sql", { cwd: publishing.pathname }).map((name) => sqlFile(publishing.href, name)),
);

/** The stages' own statements, on tables in memory: recognised by their text and their job's name. */
export const modelEngine =
  (tables: Tables) =>
  (world: World): Engine => ({
    query: async (sql, params) => {
      const counted = /countif\(.*not _quarantined\)+ as good from (\S+)/.exec(sql)?.[1];
      if (counted !== undefined && !world.comparesRaw)
        throw new Error("the raw tables cannot be compared in this schedule");
      if (counted !== undefined)
        return [...(tables.raw.get(counted) ?? [])].map(([date, rows]) => ({
          file_date: date,
          good: rows.length,
        }));
      if (/select distinct cast\(business_date as string\) as day/.test(sql)) return [];
      const answer = questions.get(sql) ?? answerOnChanges(world.feeds, sql);
      if (!answer && sectionQuestions.has(sql)) return [];
      if (!answer) throw new Error(`the model does not know this question: ${sql.slice(0, 80)}`);
      return answer(tables, params);
    },
    begin: async (work) => {
      const change = "load" in work ? load(world, tables, work.load) : run(world, tables, work.script);
      return async () => change();
    },
    writes: writesOf,
  });

const writesOf = (work: Work): readonly string[] => {
  if ("load" in work) return [work.load.table];
  const { id } = work.script;
  if (id.includes("-fold-")) return ["raw.transactions"];
  return id.startsWith("clean-") ? ["clean"] : ["metrics"];
};

const load = (world: World, tables: Tables, { table, replace, objects }: LoadJob): Change => {
  const rows = objects.flatMap((name): StagedRow[] => {
    const object = world.staging.find(name);
    if (!object) throw new Error(`Not found: URI gs://staging/${name}`);
    return JSON.parse(object.body.toString());
  });
  const byDate = Map.groupBy(rows, ({ fileDate }) => fileDate);
  return () => {
    const partitions = tables.raw.get(table) ?? new Map<string, readonly StagedRow[]>();
    tables.raw.set(table, partitions);
    for (const date of replace === "all" ? [...partitions.keys(), ...byDate.keys()] : replace)
      partitions.set(date, byDate.get(date) ?? []);
  };
};

const run = (world: World, tables: Tables, job: ScriptJob): Change => {
  if (/-(fold|history)-transactions$/.test(job.id)) {
    const arrived = (object: string) => world.landing.find(object)?.generation ?? "";
    return () => foldChanges(tables, job, arrived);
  }
  if (job.id.startsWith("clean-rebuild-")) return clean(tables, job.params);
  if (job.id.startsWith("aggregate-metrics-")) return aggregate(tables, listOf(job.params, "days"));
  throw new Error(`the model does not know the job ${job.id}`);
};

const clean = (tables: Tables, params: Params): Change => {
  const { lines, held } = rebuildLines(tables, listOf(params, "days"), listOf(params, "file_dates"), {
    recentFrom: String(params["recent_from"]?.value),
    historyFrom: String(params["history_from"]?.value),
    rareCodes: listOf(params, "rare_codes"),
  });
  const rejects = rawRows(tables, "raw.rejects");
  const refused = listOf(params, "reject_dates").map((date) => {
    const of = rejects.filter(({ fileDate }) => fileDate === date);
    return [date, of.map(({ feed, object, row }) => `${feed} ${object}#${row}`)] as const;
  });
  return () => {
    for (const [day, rows] of lines) tables.lines.set(day, rows);
    for (const [day, rows] of held) tables.held.set(day, rows);
    for (const [date, rows] of refused) tables.refused.set(date, rows);
  };
};

const aggregate = (tables: Tables, days: readonly string[]): Change => {
  const daily = days.map((day) => {
    const known = (tables.lines.get(day) ?? []).filter(({ customer }) => customer !== "");
    const byCustomer = Map.groupBy(known, ({ customer }) => customer);
    const figures = [...byCustomer].map(
      ([customer, lines]) =>
        [
          customer,
          lines
            .map(({ id, price, rate }) => `${id} ${price} ${rate}`)
            .sort()
            .join(),
        ] as const,
    );
    return [day, new Map(figures)] as const;
  });
  return () => {
    const touched = new Set<string>();
    for (const [day, figures] of daily) {
      for (const customer of [...(tables.daily.get(day)?.keys() ?? []), ...figures.keys()])
        touched.add(customer);
      tables.daily.set(day, figures);
    }
    for (const customer of touched) recount(tables, customer);
  };
};

const recount = (tables: Tables, customer: string): void => {
  const days = [...tables.daily].filter(([, figures]) => figures.has(customer)).sort();
  if (days.length === 0) tables.customers.delete(customer);
  else
    tables.customers.set(customer, days.map(([day, figures]) => `${day} ${figures.get(customer)}`).join(";"));
};

/** The metrics of these days, as the aggregate job makes them. */
export const modelAggregate = (tables: Tables, days: readonly string[]): void => aggregate(tables, days)();
