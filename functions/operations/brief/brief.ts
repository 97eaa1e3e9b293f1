import { dayOf, isoDate } from "../../../shared/dates.ts";
import { approximate, type Nano } from "../../../shared/decimal.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import type { DataFault, Explanation } from "../../../shared/insights/explanation.ts";
import type { Finding } from "../../../shared/insights/finding.ts";
import type { Cadence, Kpi } from "../../../shared/kpis/kpi.ts";
import type { Platform } from "../../../shared/platform.ts";
import { FeedWatch, feedWatchName } from "../../../shared/work/feed-watch.ts";
import { readJson } from "../../../shared/work/json-object.ts";
import { factsAbout } from "../../4-analyze/causes/explain-findings.ts";
import { readSides } from "../../4-analyze/causes/read-sides.ts";
import { readState } from "../../4-analyze/causes/read-state.ts";
import { type Comparison, findComparison, periodOf } from "../../4-analyze/causes/windows.ts";
import { readFindings } from "../../4-analyze/read-findings.ts";
import type { Language } from "../../4-analyze/words/show.ts";
import { type Story, tell } from "../../4-analyze/words/story.ts";

type BriefPlatform = Pick<Platform, "warehouse" | "state" | "kpis" | "company">;

/** A KPI's value of the day beside what the same weekdays had. */
export interface BriefKpi {
  readonly kpi: Kpi;
  readonly actual: Nano | undefined;
  readonly usual: Nano | undefined;
  /** actual / usual − 1. */
  readonly change: number | undefined;
  readonly isFound: boolean;
}

export interface BriefFinding {
  readonly finding: Finding;
  readonly kpi: Kpi;
  readonly explanation: Explanation;
  readonly story: Story;
}

/** What a person should know of a day in two minutes. */
export interface Brief {
  readonly day: string;
  readonly language: Language;
  readonly currency: string;
  /** Of the day: complete, unfinished, closed or gap. */
  readonly state: string;
  readonly kpis: readonly BriefKpi[];
  readonly findings: readonly BriefFinding[];
  readonly faults: readonly DataFault[];
  /** Feeds whose next file is overdue, as the last sweep saw it. */
  readonly overdue: readonly { readonly feed: string; readonly newest: string }[];
  readonly comparedWith: readonly string[];
}

export const makeBrief = async (
  { warehouse, state, kpis, company }: BriefPlatform,
  day: string,
  language: Language,
): Promise<Brief> => {
  const comparison = await findComparison(warehouse, "daily", day);
  if (!comparison) throw new RejectedInput(`nothing is known of ${day}: the tables hold no day of that date`);
  const data = await readState(warehouse, "daily", [comparison.period], company.timeZone);
  const findings: BriefFinding[] = [];
  for (const finding of await findingsUntil(warehouse, day)) {
    const told = await explainFinding({ warehouse, kpis, company }, finding, language);
    if (told) findings.push(told);
  }
  const daily = kpis.filter(({ cadence }) => cadence.includes("daily"));
  const values: BriefKpi[] = [];
  for (const kpi of daily) values.push(await kpiOf(warehouse, kpi, comparison, findings));
  return {
    day,
    language,
    currency: company.baseCurrency,
    state: comparison.period.state,
    kpis: values,
    findings,
    faults: data.faultsOf(comparison.period),
    overdue: await overdueFeeds(state),
    comparedWith: comparison.before.map(({ first }) => first),
  };
};

const severities = ["critical", "high", "medium", "low"];

/** Those of the day, and of the week and the month that ended with it or in the six days before: the most severe first. */
const findingsUntil = async (
  warehouse: BriefPlatform["warehouse"],
  day: string,
): Promise<readonly Finding[]> => {
  const ended: Readonly<Record<Cadence, string>> = {
    daily: day,
    weekly: isoDate(dayOf(periodOf("weekly", isoDate(dayOf(day) + 1))) - 7),
    monthly: periodOf("monthly", isoDate(dayOf(periodOf("monthly", isoDate(dayOf(day) + 1))) - 1)),
  };
  const found = await readFindings(warehouse, { first: ended.monthly, last: day });
  return found
    .filter(({ cadence, period }) => period === ended[cadence] && isFresh(cadence, period, day))
    .toSorted((left, right) => severities.indexOf(left.severity) - severities.indexOf(right.severity));
};

const weekDays = 7;

/** A finding of a week or month is news for six days after its end. */
const isFresh = (cadence: Cadence, period: string, day: string): boolean => {
  if (cadence === "daily") return true;
  const length = cadence === "weekly" ? weekDays : dayOf(nextMonth(period)) - dayOf(period);
  return dayOf(day) - (dayOf(period) + length - 1) < weekDays;
};

const nextMonth = (first: string): string => periodOf("monthly", isoDate(dayOf(first) + 31));

const explainFinding = async (
  platform: Omit<BriefPlatform, "state">,
  finding: Finding,
  language: Language,
): Promise<BriefFinding | undefined> => {
  const facts = await factsAbout(platform, finding);
  if (!facts) return undefined;
  const { kpi, explanation } = facts;
  return { finding, kpi, explanation, story: tell(facts, language, platform.company.baseCurrency) };
};

const kpiOf = async (
  warehouse: BriefPlatform["warehouse"],
  kpi: Kpi,
  comparison: Comparison,
  findings: readonly BriefFinding[],
): Promise<BriefKpi> => {
  const { actual, usual } = await readSides(warehouse, kpi, comparison);
  const isKnown = actual !== undefined && usual !== undefined && usual !== 0n;
  return {
    kpi,
    actual,
    usual,
    change: isKnown ? approximate(actual) / approximate(usual) - 1 : undefined,
    isFound: findings.some(({ finding }) =>
      [finding, ...finding.also].some((each) => each.kpi === kpi.name && each.cadence === "daily"),
    ),
  };
};

const overdueFeeds = async (state: Platform["state"]): Promise<Brief["overdue"]> => {
  const watch = await readJson(state, feedWatchName, FeedWatch);
  return Object.entries(watch?.value.feeds ?? {}).flatMap(([feed, { freshness }]) =>
    freshness?.late === true ? [{ feed, newest: freshness.newest }] : [],
  );
};
