import { isTerminal, LedgerEntry } from "../../shared/work/ledger.ts";
import { StageReport } from "../../shared/work/report.ts";
import { expectedTables, standingIn } from "./expected.ts";
import { modelAggregate } from "./world/model-engine.ts";
import { staleSnapshot } from "./world/published.ts";
import { allHeld, allLines, allRaw, type Tables, textOf } from "./world/tables.ts";
import type { World } from "./world/world.ts";

/** What is not as promised when the world is at rest. */
export const violationsIn = (world: World, tables: Tables): string[] => [
  ...differences(world, tables),
  ...restless(world),
  ...unfinished(world),
  ...unheard(world),
  ...miscounted(world, tables),
  ...staleSnapshot(world.serving, tables),
];

const differences = (world: World, tables: Tables): string[] => {
  const expected = expectedTables(standingIn(world));
  modelAggregate(expected, [...expected.lines.keys()]);
  const [is, should] = [textOf(tables), textOf(expected)].map((text) => text.split("\n"));
  const wrong = is?.filter((line) => !should?.includes(line)).map((line) => `is: ${line.trim()}`) ?? [];
  const missing =
    should?.filter((line) => !is?.includes(line)).map((line) => `should be: ${line.trim()}`) ?? [];
  if (wrong.length + missing.length > 0) return ["tables differ", ...wrong, ...missing];
  return is?.join() === should?.join() ? [] : ["tables differ in how often a row stands"];
};

export const restless = (world: World): string[] =>
  world.state.list("dirty/v1/").map(({ name }) => `token left: ${name}`);

export const unfinished = (world: World): string[] =>
  world.state
    .list("ledger/v1/")
    .map(({ name }) => LedgerEntry.parse(JSON.parse(world.state.find(name)?.body.toString() ?? "")))
    .filter(({ state }) => state === "STUCK" || !(isTerminal(state) || state === "LOADED"))
    .map(({ object, generation, state }) => `ledger: ${object}#${generation} is ${state}`);

/** What lies in the bucket is in the ledger, also where no event told. */
export const unheard = (world: World): string[] => {
  const heard = new Set(
    world.state.list("ledger/v1/").map(({ name }) => {
      const { object, generation } = JSON.parse(world.state.find(name)?.body.toString() ?? "{}");
      return `${object}#${generation}`;
    }),
  );
  return world.landing
    .list("")
    .map(({ name, generation }) => `${name}#${generation}`)
    .filter((version) => !heard.has(version))
    .map((version) => `never ingested: ${version}`);
};

/** in = kept + quarantined: in each report, and again in the tables. */
const miscounted = (world: World, tables: Tables): string[] => {
  const reports = world.staging
    .list("")
    .filter(({ name }) => name.endsWith("report.json"))
    .map(({ name }) => StageReport.parse(JSON.parse(world.staging.find(name)?.body.toString() ?? "")));
  const wrong = reports.filter((report) => report.rowsIn !== report.rowsKept + report.rowsQuarantined);
  const shown = [...allLines(tables), ...allHeld(tables)].length + [...tables.refused.values()].flat().length;
  const ended = allRaw(tables, "raw.transactions").filter(({ isEnded }) => isEnded).length;
  const came =
    standingIn(world)
      .map(({ feed, text }) => ({
        sales: feed.name === "transactions",
        rows: text.trim().split("\n").length - 1,
        text,
      }))
      .filter(({ sales }) => sales)
      .reduce((sum, { rows }) => sum + rows, 0) - ended;
  const otherRefused = [...tables.refused.values()]
    .flat()
    .filter((row) => !row.startsWith("transactions ")).length;
  return [
    ...wrong.map(({ object }) => `${object}: rows in are not rows kept and quarantined`),
    ...(shown - otherRefused === came
      ? []
      : [`${came} rows came, ${shown - otherRefused} are in lines or quarantine`]),
  ];
};
