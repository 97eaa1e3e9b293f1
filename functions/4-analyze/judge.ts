import { isoDate } from "../../shared/dates.ts";
import type { Finding } from "../../shared/insights/finding.ts";
import { Cadence, type Kpi } from "../../shared/kpis/kpi.ts";
import type { Platform } from "../../shared/platform.ts";
import { sqlFile, texts } from "../../shared/sql.ts";
import { union } from "../../shared/work/manifest.ts";
import { submitScript } from "../../shared/work/submit.ts";
import type { ExpectedEvent } from "./expected-days.ts";
import { findIn } from "./find.ts";
import { everyPeriod, findByRules, rulesOf } from "./find-by-rules.ts";
import { readFor, stretchesOf } from "./periods.ts";
import { readValues } from "./read-values.ts";
import { changesNothing, type Judgement, replaceFindings } from "./write-findings.ts";

const judgedNoMore = sqlFile(import.meta.url, "judged_no_more.sql");
const knownSql = sqlFile(import.meta.url, "known_days.sql");
const lastSql = sqlFile(import.meta.url, "last_period.sql");

export interface Judging {
  readonly days: readonly string[];
  /** Whether all periods are judged, since the KPIs have changed. */
  readonly everything: boolean;
  readonly expected: readonly ExpectedEvent[];
}

/** Finds and stores what is unusual in the periods that these days can change. */
export const judge = async (
  platform: Platform,
  jobId: string,
  { days, everything, expected }: Judging,
): Promise<readonly Finding[]> => {
  const touched = everything ? union(await allDays(platform), days) : days;
  const found: Finding[] = [];
  const store = async (name: string, judgement: Judgement) => {
    if (await changesNothing(platform.warehouse, judgement)) return;
    await submitScript(platform.warehouse, { id: `${jobId}-${name}`, ...replaceFindings(judgement) });
    found.push(...judgement.findings);
  };
  if (everything)
    await submitScript(platform.warehouse, {
      id: `${jobId}-removed`,
      script: judgedNoMore,
      params: { judged: texts(platform.kpis.flatMap(judgedOf)) },
    });
  const newest = await lastPeriod(platform);
  for (const cadence of Cadence.options)
    await judgeCadence(platform, cadence, { days: touched, newest, expected }, store);
  if (touched.length > 0) await judgeByRules(platform, store);
  return found;
};

/** Where a KPI names its rules, exactly these count. */
const cadencesOf = ({ cadence, detection }: Kpi): readonly Cadence[] => {
  if (detection === undefined) return cadence;
  return detection === "none" ? [] : [detection.cadence];
};

const judgedOf = (kpi: Kpi): string[] => cadencesOf(kpi).map((cadence) => `${kpi.name} ${cadence}`);

type Store = (name: string, judgement: Judgement) => Promise<void>;

const judgeCadence = async (
  { warehouse, kpis, company: { timeZone } }: Platform,
  cadence: Cadence,
  { days, newest, expected }: Pick<Judging, "days" | "expected"> & { readonly newest: string },
  store: Store,
): Promise<void> => {
  const own = kpis.filter((kpi) => kpi.cadence.includes(cadence) && kpi.detection === undefined);
  if (own.length === 0) return;
  const names = own.map(({ name }) => name);
  for (const stretch of stretchesOf(cadence, days, newest)) {
    const rows = await readValues(warehouse, { cadence, kpis: own, ...readFor(cadence, stretch) });
    const findings: readonly Finding[] = findIn(own, rows, stretch, { cadence, timeZone, expected });
    const [from, to] = [isoDate(stretch.first), isoDate(stretch.last)];
    await store(`${cadence}-${from}`, { cadence, from, to, kpis: names, findings });
  }
};

const judgeByRules = async ({ warehouse, kpis }: Platform, store: Store): Promise<void> => {
  for (const kpi of kpis) {
    const rules = rulesOf(kpi);
    if (!rules) continue;
    const findings = await findByRules(warehouse, kpi, rules);
    const judged = { cadence: rules.cadence, ...everyPeriod, kpis: [kpi.name] };
    await store(`rules-${kpi.name}`, { ...judged, findings });
  }
};

/** The newest period that may have values, of any calendar. */
const lastPeriod = async ({ warehouse }: Platform): Promise<string> =>
  String((await warehouse.query(lastSql))[0]?.["last_period"]);

export const allDays = async ({ warehouse }: Platform): Promise<string[]> =>
  (await warehouse.query(knownSql)).map((row) => String(row["business_date"]));
