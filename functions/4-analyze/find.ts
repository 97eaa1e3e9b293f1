import { dayOf } from "../../shared/dates.ts";
import type { Finding, Movement } from "../../shared/insights/finding.ts";
import type { Cadence, Kpi } from "../../shared/kpis/kpi.ts";
import { alarmsAmong, type Judged } from "./detect/alarms.ts";
import { withoutRepeats } from "./detect/cooldown.ts";
import { type Evidence, evidenceOf, type Series } from "./detect/evidence.ts";
import { lookbackDays, settingsFor, shiftCooldownDays } from "./detect/settings.ts";
import { type Learned, thresholdAlarms } from "./detect/thresholds.ts";
import type { Watched } from "./detect/watched.ts";
import { type ExpectedEvent, evidenceBeside } from "./expected-days.ts";
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
  /** What the company knew of before. */
  readonly expected?: readonly ExpectedEvent[];
}

/** What is unusual in a stretch of periods. The rows are those that `readFor` names, in their order. */
export const findIn = (
  kpis: readonly Kpi[],
  rows: readonly KpiValue[],
  { first, last }: Stretch,
  { cadence, timeZone, q, expected = [] }: FindSettings,
): Finding[] => {
  const from = first - shiftCooldownDays[cadence];
  const byKpi = Map.groupBy(rows, ({ kpi }) => kpi);
  const places = kpis.map((kpi) =>
    placesOf(kpi, byKpi.get(kpi.name) ?? [], { cadence, timeZone, from, last, expected }),
  );
  const families = Map.groupBy(
    places.flatMap(judgedAt),
    ({ watched: { dimension }, evidence: { day } }) => `${day} ${dimension}`,
  );
  const crossed = places.flat().flatMap((place) => alarmsAt(place.watched, thresholdAlarms(place, from)));
  const alarms = [...crossed, ...[...families.values()].flatMap((together) => alarmsIn(together, q))];
  const told = new Set(withoutRepeats(alarms.map(({ movement }) => movement)));
  return storiesIn(alarms.filter(({ movement }) => told.has(movement) && dayOf(movement.period) >= first));
};

const alarmsAt = (watched: Watched, movements: readonly Movement[]): Alarm[] =>
  movements.map((movement) => ({ watched, movement }));

const alarmsIn = (together: readonly Judged[], q?: number): Alarm[] => {
  const watchedAt = new Map(together.map(({ watched }) => [keyOf(watched), watched]));
  return alarmsAmong(together, q).flatMap((movement) => {
    const watched = watchedAt.get(keyOf(movement));
    return watched ? alarmsAt(watched, [movement]) : [];
  });
};

const keyOf = ({ kpi, segment }: Pick<Watched, "kpi" | "segment">): string => JSON.stringify([kpi, segment]);

interface Judging {
  readonly cadence: Cadence;
  readonly timeZone: string;
  readonly from: number;
  readonly last: number;
  readonly expected: readonly ExpectedEvent[];
}

/** Every place of a KPI, the company and each segment, with the days in which the company has a value. */
const placesOf = (kpi: Kpi, rows: readonly KpiValue[], judging: Judging): Learned[] => {
  const places = Map.groupBy(rows, ({ dimension, segment }) => JSON.stringify([dimension, segment]));
  const company = companyPeriods(places.get(JSON.stringify(["all", "all"])) ?? []);
  return [...places.values()].flatMap((own) => learnedAt(kpi, own, company, judging));
};

/** Every judged value of a KPI, with the part that its place has of the company. */
const judgedAt = (places: readonly Learned[]): Judged[] => {
  const whole = places.find(({ watched: { dimension } }) => dimension === "all")?.evidence ?? [];
  const usual = new Map(whole.map(({ day, usualVolume }) => [day, usualVolume]));
  const part = ({ day, usualVolume }: Evidence) =>
    Math.min(1, usualVolume / (usual.get(day) || usualVolume || 1));
  return places.flatMap(({ watched, evidence }) =>
    evidence.map((each) => ({ watched, evidence: each, part: watched.dimension === "all" ? 1 : part(each) })),
  );
};

const learnedAt = (
  kpi: Kpi,
  rows: readonly KpiValue[],
  company: readonly number[],
  { cadence, timeZone, from, last, expected }: Judging,
): Learned[] => {
  const [place] = rows;
  // Lines without a country or a category are no segment that anybody could ask.
  if (!place || place.segment === "UNKNOWN") return [];
  const watched = watch(kpi, cadence, place.dimension, place.segment);
  const series = seriesOf(watched, rows, company);
  const isJudged = (day: number) => day <= last && isLearned(kpi, cadence, day, company);
  const evidence = series.volumes.some((volume) => volume >= watched.minimumVolume)
    ? evidenceAt(watched, series, daysWithout(series, rows, from), { cadence, timeZone, from, expected })
    : [];
  return [{ watched, series, evidence: evidence.filter(({ day }) => isJudged(day)), isJudged }];
};

const evidenceAt = (
  watched: Watched,
  series: Series,
  absent: readonly number[],
  { cadence, timeZone, from, expected }: Omit<Judging, "last">,
): Evidence[] => [
  ...evidenceBeside(expected, watched, series, (of, first = from) =>
    evidenceOf(of, settingsFor[cadence], Math.max(first, from)),
  ),
  ...(isCompanyAmount(watched) ? missingDays(series, absent, timeZone) : []),
];

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
