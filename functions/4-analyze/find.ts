import { dayOf } from "../../shared/dates.ts";
import type { Finding } from "../../shared/insights/finding.ts";
import type { Cadence, Kpi } from "../../shared/kpis/kpi.ts";
import { alarmsAmong, type Judged } from "./detect/alarms.ts";
import { withoutRepeats } from "./detect/cooldown.ts";
import { type Evidence, evidenceOf, type Series } from "./detect/evidence.ts";
import { lookbackDays, settingsFor, shiftCooldownDays } from "./detect/settings.ts";
import type { Watched } from "./detect/watched.ts";
import { missingDays } from "./missing-days.ts";
import type { Stretch } from "./periods.ts";
import type { KpiValue } from "./read-values.ts";
import { companyPeriods, seriesOf } from "./series-of.ts";
import { type Alarm, storiesIn } from "./stories.ts";
import { watch } from "./watch-kpis.ts";

export interface FindSettings {
  readonly cadence: Cadence;
  readonly timeZone: string;
  /** The accepted share of false alarms among a day's alarms; the default if left out. */
  readonly q?: number;
}

/** What is unusual in a stretch of periods. The rows are those that `readFor` names, in their order. */
export const findIn = (
  kpis: readonly Kpi[],
  rows: readonly KpiValue[],
  { first, last }: Stretch,
  { cadence, timeZone, q }: FindSettings,
): Finding[] => {
  const from = first - shiftCooldownDays[cadence];
  const byKpi = Map.groupBy(rows, ({ kpi }) => kpi);
  const judged = kpis
    .flatMap((kpi) => judgedOf(kpi, byKpi.get(kpi.name) ?? [], { cadence, timeZone, from }))
    .filter(({ evidence }) => evidence.day <= last);
  const families = Map.groupBy(
    judged,
    ({ watched: { dimension }, evidence: { day } }) => `${day} ${dimension}`,
  );
  const alarms = [...families.values()].flatMap((together) => alarmsIn(together, q));
  const told = new Set(withoutRepeats(alarms.map(({ movement }) => movement)));
  return storiesIn(alarms.filter(({ movement }) => told.has(movement) && dayOf(movement.period) >= first));
};

const alarmsIn = (together: readonly Judged[], q?: number): Alarm[] => {
  const watchedAt = new Map(together.map(({ watched }) => [keyOf(watched), watched]));
  return alarmsAmong(together, q).flatMap((movement) => {
    const watched = watchedAt.get(keyOf(movement));
    return watched ? [{ watched, movement }] : [];
  });
};

const keyOf = ({ kpi, segment }: Pick<Watched, "kpi" | "segment">): string => JSON.stringify([kpi, segment]);

interface Judging {
  readonly cadence: Cadence;
  readonly timeZone: string;
  readonly from: number;
}

/** Every value of a KPI, of the company and of each segment with enough volume. */
const judgedOf = (kpi: Kpi, rows: readonly KpiValue[], judging: Judging): Judged[] => {
  const places = Map.groupBy(rows, ({ dimension, segment }) => JSON.stringify([dimension, segment]));
  const wholeKey = JSON.stringify(["all", "all"]);
  const whole = places.get(wholeKey) ?? [];
  const company = companyPeriods(whole);
  const ofCompany = evidenceAt(kpi, whole, company, judging);
  const usual = new Map(ofCompany.map(({ evidence: { day, usualVolume } }) => [day, usualVolume]));
  const part = ({ day, usualVolume }: Evidence) =>
    Math.min(1, usualVolume / (usual.get(day) || usualVolume || 1));
  const ofParts = [...places]
    .filter(([key]) => key !== wholeKey)
    .flatMap(([, own]) => evidenceAt(kpi, own, company, judging))
    .map((each) => ({ ...each, part: part(each.evidence) }));
  return [...ofCompany.map((each) => ({ ...each, part: 1 })), ...ofParts];
};

const evidenceAt = (
  kpi: Kpi,
  rows: readonly KpiValue[],
  company: readonly number[],
  { cadence, timeZone, from }: Judging,
): Omit<Judged, "part">[] => {
  const [place] = rows;
  // Lines without a country or a category are no segment that anybody could ask.
  if (!place || place.segment === "UNKNOWN") return [];
  const watched = watch(kpi, cadence, place.dimension, place.segment);
  const series = seriesOf(watched, rows, company);
  if (!series.volumes.some((volume) => volume >= watched.minimumVolume)) return [];
  const missing = isCompanyAmount(watched)
    ? missingDays(series, daysWithout(series, rows, from), timeZone)
    : [];
  return [...evidenceOf(series, settingsFor[cadence], from), ...missing]
    .filter(({ day }) => isLearned(kpi, cadence, day, company))
    .map((evidence) => ({ watched, evidence }));
};

/** In a KPI's first days, values mislead because the past is missing: everybody is new to a company that just began. */
const isLearned = (
  { learningDays }: Kpi,
  cadence: Cadence,
  day: number,
  company: readonly number[],
): boolean => {
  const reach = lookbackDays(cadence);
  const oldest = company.find((each) => each >= day - reach) ?? day;
  return day - oldest >= Math.min(learningDays, reach - 7);
};

const isCompanyAmount = ({ cadence, dimension, scale }: Watched): boolean =>
  cadence === "daily" && dimension === "all" && scale === "amount";

const daysWithout = ({ days }: Series, rows: readonly KpiValue[], from: number): number[] => {
  const open = new Set(days);
  return rows.map(({ period }) => dayOf(period)).filter((day) => day >= from && !open.has(day));
};
