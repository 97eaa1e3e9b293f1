import type { Feed } from "../../shared/contracts/feed.ts";
import { routeOf } from "../../shared/contracts/route.ts";
import { hashOf } from "../../shared/work/ledger.ts";
import { replay } from "./replay.ts";
import { isHeld } from "./world/files.ts";
import { allPrices, rebuildLines } from "./world/rebuild.ts";
import { cellOf, dayOf, noTables, rawRows, type Tables } from "./world/tables.ts";
import type { StagedRow } from "./world/typer.ts";
import type { World } from "./world/world.ts";

/** A generation whose rows the tables must show, by what the bucket has held. */
export interface Standing {
  readonly feed: Feed;
  readonly object: string;
  readonly fileDate: string;
  readonly text: string;
}

/**
 * f(bucket history): of each object the newest sound generation that ingest has heard of; nothing where a feed
 * retracts and the object is gone; of a snapshot feed the newest file alone.
 */
export const standingIn = (world: World): readonly Standing[] => {
  const newest = new Map<string, Standing & { generation: bigint }>();
  for (const { name } of world.state.list("ledger/v1/")) {
    const { object, generation } = JSON.parse(world.state.find(name)?.body.toString() ?? "{}");
    const version = world.landing.find(object, generation);
    const route = routeOf(world.feeds, object);
    const text = version?.body.toString();
    if (!route.feed || text === undefined || text.includes("open quote")) continue;
    if (route.feed.onDelete === "retract" && !world.landing.find(object)) continue;
    if (isHeld(route.feed, text) && decisionOn(world, object, generation) !== "released") continue;
    const before = newest.get(object);
    if (before && before.generation > BigInt(generation)) continue;
    newest.set(object, {
      feed: route.feed,
      object,
      fileDate: route.fileDate,
      text,
      generation: BigInt(generation),
    });
  }
  const all = [...newest.values()];
  const order = ({ fileDate, object }: Standing) => `${fileDate} ${object}`;
  return all.filter(
    (one) =>
      one.feed.loadMode === "daily" ||
      !all.some((other) => other.feed === one.feed && order(other) > order(one)),
  );
};

const decisionOn = ({ state }: World, object: string, generation: string): string | undefined => {
  const decided = state
    .list("holds/v1/")
    .find(({ name }) => name.endsWith(`/${hashOf(object)}/${generation}.json`));
  return decided && JSON.parse(state.find(decided.name)?.body.toString() ?? "{}").decision;
};

/** The tables of a clean run over these files: everything loaded once, every day built once. */
export const expectedTables = (standing: readonly Standing[]): Tables => {
  const tables = noTables();
  for (const file of standing) {
    const rows = rowsOf(file);
    put(
      tables,
      file.feed.table,
      file.fileDate,
      rows.filter((row) => !isRefused(file.feed, row)),
    );
    const refused = rows.filter((row) => isRefused(file.feed, row)).map((row) => ({ ...row, cells: {} }));
    put(tables, "raw.rejects", file.fileDate, refused);
    const before = tables.refused.get(file.fileDate) ?? [];
    tables.refused.set(file.fileDate, [
      ...before,
      ...refused.map((row) => `${row.feed} ${row.object}#${row.row}`),
    ]);
  }
  replay(tables);
  const sales = rawRows(tables, "raw.transactions");
  const days = [...new Set(sales.map(dayOf))].sort();
  const { lines, held } = rebuildLines(
    tables,
    days,
    [...new Set(sales.map(({ fileDate }) => fileDate))],
    allPrices,
  );
  for (const [day, rows] of lines) tables.lines.set(day, rows);
  for (const [day, rows] of held) tables.held.set(day, rows);
  return tables;
};

const put = (tables: Tables, table: string, fileDate: string, rows: readonly StagedRow[]): void => {
  const partitions = tables.raw.get(table) ?? new Map<string, readonly StagedRow[]>();
  tables.raw.set(table, partitions.set(fileDate, [...(partitions.get(fileDate) ?? []), ...rows]));
};

const rowsOf = ({ feed, object, fileDate, text }: Standing): StagedRow[] => {
  const [header = "", ...lines] = text.split("\n").filter((line) => line !== "");
  const names = header.split(",");
  return lines.map((line, index) => {
    const cells = line.split(",");
    return {
      feed: feed.name,
      object,
      fileDate,
      row: index + 2,
      cells: Object.fromEntries(names.map((name, cell) => [name, cells[cell] ?? ""] as const).sort()),
    };
  });
};

const isRefused = (feed: Feed, row: StagedRow): boolean =>
  Object.keys(row.cells).some(
    (name) => cellOf(row, name) === "bad" || (feed.version === "2.0.0" && cellOf(row, name) === "bad in 2"),
  );
