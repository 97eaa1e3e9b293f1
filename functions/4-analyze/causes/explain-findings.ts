import { dayOf, isoDate } from "../../../shared/dates.ts";
import type { Finding } from "../../../shared/insights/finding.ts";
import { Cadence, type Kpi } from "../../../shared/kpis/kpi.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import { date, sqlFile, text } from "../../../shared/sql.ts";
import { submitScript } from "../../../shared/work/submit.ts";
import { readFindings } from "../read-findings.ts";
import type { Facts } from "../words/cells.ts";
import type { Language } from "../words/show.ts";
import { type Story, tell } from "../words/story.ts";
import { findWrongNumbers } from "../words/verify.ts";
import { askingOnce } from "./asking-once.ts";
import { explainKpi } from "./explain-kpi.ts";
import { type DataState, readState } from "./read-state.ts";
import { findComparison, type Period, periodOf, reachDays } from "./windows.ts";
import { replaceDrivers, type ToldFinding } from "./write-drivers.ts";

/**
 * Explains the open findings of every period that these days can change: their own, and those that are compared with them.
 * An explanation is a pure function of the tables in a window before the period, so an increment equals a rebuild.
 */
export const explainFindings = async (
  platform: Pick<Platform, "warehouse" | "kpis" | "company" | "log">,
  jobId: string,
  days: readonly string[],
): Promise<void> => {
  for (const cadence of Cadence.options)
    for (const { first, last } of reachedBy(cadence, days)) {
      const findings = await readFindings(platform.warehouse, { first, last });
      const own = findings.filter((each) => each.cadence === cadence);
      const told = await tellFindings(platform, cadence, own);
      if (told.length === 0 && !(await isExplained(platform, cadence, { first, last }))) continue;
      await submitScript(platform.warehouse, {
        id: `${jobId}-why-${cadence}-${first}`,
        ...replaceDrivers({ cadence, first, last, told }),
      });
    }
};

const tellFindings = async (
  platform: Reading & Pick<Platform, "log">,
  cadence: Cadence,
  findings: readonly Finding[],
): Promise<readonly ToldFinding[]> => {
  const byPeriod = Map.groupBy(findings, ({ period }) => period);
  const state = await stateOf(platform, cadence, [...byPeriod.keys()]);
  const told: ToldFinding[] = [];
  for (const together of byPeriod.values()) {
    const warehouse = askingOnce(platform.warehouse);
    for (const finding of together)
      told.push(...(await tellFinding({ ...platform, warehouse }, finding, state)));
  }
  return told;
};

const stateOf = async (
  { warehouse, company }: Reading,
  cadence: Cadence,
  firsts: readonly string[],
): Promise<DataState | undefined> => {
  const periods: Period[] = [];
  for (const first of firsts) {
    const comparison = await findComparison(warehouse, cadence, first);
    if (comparison) periods.push(comparison.period);
  }
  return periods.length === 0 ? undefined : readState(warehouse, cadence, periods, company.timeZone);
};

const explainedSql = sqlFile(import.meta.url, "explained_between.sql");

/** Most days change nothing here: a question is cheaper than a transaction. */
const isExplained = async (
  { warehouse }: Pick<Platform, "warehouse">,
  cadence: Cadence,
  { first, last }: { readonly first: string; readonly last: string },
): Promise<boolean> => {
  const [row] = await warehouse.query(explainedSql, {
    cadence: text(cadence),
    first_period: date(first),
    last_period: date(last),
  });
  return Number(row?.["explained"]) > 0;
};

/** The periods that look back to one of the days, as few stretches of first days as possible. */
export const reachedBy = (cadence: Cadence, days: readonly string[]) => {
  const joined: { first: string; last: string }[] = [];
  for (const day of days.toSorted()) {
    const first = periodOf(cadence, day);
    const last = isoDate(dayOf(day) + reachDays[cadence]);
    const open = joined.at(-1);
    if (open && first <= open.last) open.last = last;
    else joined.push({ first, last });
  }
  return joined;
};

/** What a shift or a trend is measured by is no value of a period: the level before it is the better expectation. */
export const whatIsExpected = ({ kind, since, expected }: Finding) =>
  kind === "shift" || kind === "trend" ? { since } : { expected };

/** Explaining reads the tables, and writes nothing. */
type Reading = Pick<Platform, "kpis" | "company"> & { readonly warehouse: Pick<Warehouse, "query"> };

interface FindingFacts extends Facts {
  readonly kpi: Kpi;
  readonly movement: Finding;
}

/** Nothing for a KPI that is gone: its findings are withdrawn. */
export const factsAbout = async (
  { warehouse, kpis, company }: Reading,
  finding: Finding,
  known?: DataState,
): Promise<FindingFacts | undefined> => {
  const kpi = kpis.find(({ name }) => name === finding.kpi);
  if (!kpi) return undefined;
  const { cadence, period, dimension, segment } = finding;
  const question = {
    ...{ kpi, cadence, period, timeZone: company.timeZone },
    ...whatIsExpected(finding),
    ...(dimension !== "all" && { within: { dimension, value: segment } }),
  };
  const explanation = await explainKpi(warehouse, question, known);
  return explanation && { kpi, explanation, movement: finding };
};

const tellFinding = async (
  platform: Reading & Pick<Platform, "log">,
  finding: Finding,
  state: DataState | undefined,
): Promise<readonly ToldFinding[]> => {
  const { company, log } = platform;
  const facts = await factsAbout(platform, finding, state);
  if (!facts) return [];
  const story = (language: Language): Story => {
    const told = tell(facts, language, company.baseCurrency);
    const wrong = findWrongNumbers(told, facts, language, company.baseCurrency);
    if (wrong.length > 0) log.error("text does not fit its figures", { finding: finding.id, wrong });
    return told;
  };
  return [{ id: finding.id, explanation: facts.explanation, english: story("en"), german: story("de") }];
};
