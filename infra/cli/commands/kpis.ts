import { type Command, Option } from "commander";
import { Cadence } from "../../../shared/kpis/kpi.ts";
import type { Platform } from "../../../shared/platform.ts";
import { type Context, contextOf, examples } from "../context.ts";
import { csvText, resultText } from "../terminal/result.ts";
import { checkText, kpiText, listText } from "../text/kpis.ts";
import { hasHome } from "../with-home.ts";
import { withInstallation } from "../with-installation.ts";
import { addSimulate } from "./simulate.ts";

const operations = () => import("../../../functions/operations/kpis/kpis.ts");

export const addKpis = (program: Command, exit: (code: number) => void): void => {
  const kpis = program
    .command("kpis")
    .description("list the KPIs, check their definitions, print their values, and try other alert settings")
    .addHelpText(
      "after",
      examples("kpis list", "kpis check --kpis ./kpis", "kpis values --cadence weekly --csv > weekly.csv"),
    );
  kpis
    .command("list")
    .description("list the KPIs with their newest values")
    .action((_: unknown, command: Command) => list(contextOf(command)));
  kpis
    .command("show")
    .argument("<kpi>")
    .description("show a KPI's definition and its newest values")
    .action((name: string, _: unknown, command: Command) => show(contextOf(command), name));
  kpis
    .command("check")
    .description("check all definitions and run their tests; needs no data")
    .action((_: unknown, command: Command) => check(contextOf(command), exit));
  kpis
    .command("values")
    .description("print the values; with --kpis, compute those KPIs without storing them")
    .addOption(new Option("--cadence <cadence>", "only these periods").choices(Cadence.options))
    .addOption(new Option("--csv", "write CSV").conflicts("json"))
    .action((options: ValuesOptions, command: Command) => values(command, options));
  addSimulate(kpis);
};

interface ValuesOptions {
  readonly cadence?: Cadence;
  readonly csv?: boolean;
}

/** The definitions, which need no data. */
const definitionsIn = async ({ env }: Context): Promise<Pick<Platform, "kpis" | "feeds">> => {
  const { loadFeeds } = await import("../../../shared/contracts/load-feeds.ts");
  const { loadKpis } = await import("../../../shared/kpis/load-kpis.ts");
  const feeds = loadFeeds(env.DAYBOOK_CONTRACTS);
  return { feeds, kpis: loadKpis(env.DAYBOOK_KPIS, feeds) };
};

/** The newest values, and the KPIs that cannot be computed. A home without data has no values yet. */
const newestIn = async (context: Context) => {
  const { readNewest } = await operations();
  const { setAsideIn } = await import("../../../shared/kpis/set-aside.ts");
  if (context.env.PLATFORM === "local" && !hasHome(context.env)) return { values: [], setAside: [] };
  return withInstallation(context, async ({ platform }) => ({
    values: await readNewest(platform),
    setAside: await setAsideIn(platform.state).list(),
  }));
};

const list = async (context: Context): Promise<void> => {
  const { calendarOf } = await import("../../../shared/kpis/sources.ts");
  const { kpis } = await definitionsIn(context);
  const { values: newest, setAside } = await newestIn(context);
  // With values at hand, KPIs of a business that the company does not have are left out.
  const isKnown = (name: string) => newest.length === 0 || newest.some((row) => row["kpi"] === name);
  const own = kpis.filter(({ name, source }) => calendarOf(source) === "sales" || isKnown(name));
  const listed = own.map(({ name, label, unit, direction, cadence, dimensions, owner }) => ({
    name,
    label: label.en,
    unit,
    direction,
    cadence,
    dimensions,
    owner,
    newest: newest.filter(({ kpi }) => kpi === name),
    setAside: setAside.find(({ kpi }) => kpi === name)?.reason ?? null,
  }));
  context.output.answer(listed, () => listText(listed));
};

const show = async (context: Context, name: string): Promise<void> => {
  const { findKpi } = await operations();
  const kpi = findKpi((await definitionsIn(context)).kpis, name);
  const { values: all, setAside } = await newestIn(context);
  const newest = all.filter((row) => row["kpi"] === name);
  const reason = setAside.find((each) => each.kpi === name)?.reason ?? null;
  context.output.answer({ ...kpi, newest, setAside: reason }, () => kpiText(kpi, newest, reason));
};

const check = async (context: Context, exit: (code: number) => void): Promise<void> => {
  const { checkKpis } = await operations();
  const definitions = await definitionsIn(context);
  const results = checkKpis(definitions);
  context.output.answer({ kpis: definitions.kpis.length, tests: results }, () =>
    checkText(definitions.kpis.length, results),
  );
  exit(results.every(({ passed }) => passed) ? 0 : 1);
};

const values = async (command: Command, { cadence, csv = false }: ValuesOptions): Promise<void> => {
  const context = contextOf(command);
  const { readStoredValues, computeValues } = await import(
    "../../../functions/operations/kpis/read-values.ts"
  );
  const isAsked = command.optsWithGlobals<{ kpis?: string }>().kpis !== undefined;
  const rows = await withInstallation(context, ({ platform }) =>
    isAsked ? computeValues(platform, cadence) : readStoredValues(platform, cadence),
  );
  if (csv) context.output.raw(csvText(rows));
  else context.output.answer(rows, () => resultText(rows));
};
