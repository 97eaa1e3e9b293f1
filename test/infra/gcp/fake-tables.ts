import { significant } from "../../../infra/googlesql/lexer.ts";
import { splitStatements } from "../../../infra/googlesql/statements.ts";
import type { Params } from "../../../shared/ports.ts";
import { limits, quotaRules, type Use } from "../../google/bigquery-quotas.ts";
import { refusals } from "../../google/rule.ts";
import { EngineFault } from "./fake-faults.ts";

/** What BigQuery counts of each table, and the quotas that follow from it. */
export class FakeTables {
  /** Tables that demand a filter, each with the column that it is partitioned by. */
  readonly filtered: Record<string, string> = {};
  readonly #partitionedBy = new Map<string, string>();
  readonly #outstanding = new Map<string, number>();
  /** When each table was loaded, in milliseconds. */
  readonly #loads = new Map<string, number[]>();

  /** Takes note of the tables that a script has defined. */
  learn(script: string): void {
    for (const statement of splitStatements(script)) {
      const [, table, column] =
        /^create table (?:if not exists )?([\w.]+) [\s\S]*?\bpartition by (\w+)/i.exec(statement) ?? [];
      if (table === undefined || column === undefined) continue;
      this.#partitionedBy.set(table, column);
      if (/\brequire_partition_filter\s*=\s*true\b/i.test(statement)) this.filtered[table] = column;
    }
  }

  /** Counts a script's DML while it runs. Fails if too many statements wait, or if one changes too many partitions. */
  async change<Result>(script: string, params: Params, run: () => Promise<Result>): Promise<Result> {
    const changes = splitStatements(script).flatMap((statement) => this.#changeOf(statement, params));
    for (const { partitions } of changes) obey({ partitionsOfOneJob: partitions }, "invalidQuery");
    const tables = new Set(changes.map(({ table }) => table));
    const count = (table: string, more: number) => {
      this.#outstanding.set(table, (this.#outstanding.get(table) ?? 0) + more);
      return this.#outstanding.get(table) ?? 0;
    };
    const most = Math.max(0, ...[...tables].map((table) => count(table, 1)));
    try {
      // Google's own words: the adapter knows by them that the fault passes.
      obey(
        { mutatingQueued: most - limits.mutatingAtOnce },
        "invalidQuery",
        "Too many DML statements outstanding",
      );
      return await run();
    } finally {
      for (const table of tables) count(table, -1);
    }
  }

  /** Counts one load into a table, or into one of its partitions. */
  load(table: string, now: number): void {
    const times = this.#loads.get(table) ?? [];
    this.#loads.set(table, times);
    while (now - (times[0] ?? now) >= 86_400_000) times.shift();
    times.push(now);
    const recent = times.length - 1 - times.findLastIndex((time) => now - time >= 10_000);
    const isPartitioned = this.#partitionedBy.has(table);
    obey(
      isPartitioned ? { partitionModificationsADay: times.length } : { modificationsADay: times.length },
      "quotaExceeded",
    );
    obey(
      isPartitioned ? { partitionedChangesInTenSeconds: recent } : { changesInTenSeconds: recent },
      "rateLimitExceeded",
    );
  }

  /** Partitions that a statement changes, as far as it names them: `day in unnest(@days)`. */
  #changeOf(statement: string, params: Params): { table: string; partitions: number }[] {
    const [first = "", second = "", ...rest] = significant(statement)
      .slice(0, 5)
      .map(({ text }) => text.toLowerCase());
    if (!["insert into", "delete from", "merge into"].includes(`${first} ${second}`) && first !== "update")
      return [];
    const table = (first === "update" ? [second, ...rest] : rest).slice(0, 3).join("");
    const column = this.#partitionedBy.get(table);
    const named = [...statement.matchAll(new RegExp(`\\b${column}\\s+in\\s+unnest\\(@(\\w+)\\)`, "gi"))];
    const sizes = named.map(([, name = ""]) => [params[name]?.value].flat().length);
    return [{ table, partitions: Math.max(0, ...sizes) }];
  }
}

const obey = (use: Use, reason: string, words = "Quota exceeded"): void => {
  const [refused] = refusals(quotaRules, use);
  if (refused !== undefined) throw new EngineFault(reason, `${words}: ${refused}`);
};
