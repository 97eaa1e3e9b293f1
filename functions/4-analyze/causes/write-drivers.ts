import type { Explanation } from "../../../shared/insights/explanation.ts";
import type { Cadence } from "../../../shared/kpis/kpi.ts";
import type { ScriptJob } from "../../../shared/ports.ts";
import { date, sqlFile, text, texts } from "../../../shared/sql.ts";
import type { Story } from "../words/story.ts";

const script = sqlFile(import.meta.url, "drivers.sql");

/** The unit separator. What stands in data is freed of it. */
const separator = "\u001f";

/** A finding's explanation, and its story in each language. */
export interface ToldFinding {
  readonly id: string;
  readonly explanation: Explanation;
  readonly english: Story;
  readonly german: Story;
}

export interface ExplainedPeriods {
  readonly cadence: Cadence;
  /** By their first days. */
  readonly first: string;
  readonly last: string;
  readonly told: readonly ToldFinding[];
}

/** The transaction that replaces the explanations of these periods. */
export const replaceDrivers = ({
  cadence,
  first,
  last,
  told,
}: ExplainedPeriods): Pick<ScriptJob, "script" | "params"> => ({
  script,
  params: {
    cadence: text(cadence),
    first_period: date(first),
    last_period: date(last),
    separator: text(separator),
    drivers: texts(told.flatMap(driverLines)),
    explanations: texts(told.map(explanationLine)),
  },
});

const lineOf = (words: readonly (string | number | null)[]): string =>
  words.map((word) => String(word ?? "").replaceAll(separator, " ")).join(separator);

const driverLines = ({ id, explanation: { kpi, period, drivers } }: ToldFinding): readonly string[] =>
  drivers.map(({ split, place, kind, where, actual, expected, contribution, share, z }) => {
    const members = [0, 1, 2].flatMap((index) => [where[index]?.dimension ?? "", where[index]?.value ?? ""]);
    return lineOf([
      id,
      kpi,
      period,
      split,
      place,
      kind,
      ...members,
      actual,
      expected,
      contribution,
      share,
      z,
    ]);
  });

const explanationLine = ({ id, explanation, english, german }: ToldFinding): string => {
  const { kpi, period, actual, expected, change, verdict, faults, offsets, comparedWith } = explanation;
  return lineOf([
    ...[id, kpi, period, actual, expected, change, verdict],
    ...[JSON.stringify(faults), JSON.stringify(offsets), comparedWith.join(",")],
    ...[english, german].flatMap(({ headline, paragraph, nextStep }) => [
      headline.text,
      paragraph.text,
      nextStep.text,
    ]),
  ]);
};
