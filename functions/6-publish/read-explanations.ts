import { Driver } from "../../shared/insights/explanation.ts";
import type { Warehouse } from "../../shared/ports.ts";
import { ServedExplanation } from "../../shared/serving/sections/findings.ts";
import { date, sqlFile } from "../../shared/sql.ts";

const explanationsSql = sqlFile(import.meta.url, "explanations.sql");
const driversSql = sqlFile(import.meta.url, "drivers.sql");

type Row = Readonly<Record<string, unknown>>;

/** Why the findings of these periods moved, by their ids. */
export const readExplanations = async (
  { query }: Pick<Warehouse, "query">,
  first: string,
): Promise<ReadonlyMap<string, ServedExplanation>> => {
  const since = { first_period: date(first) };
  const drivers = Map.groupBy(await query(driversSql, since), (row) => String(row["finding_id"]));
  const rows = await query(explanationsSql, since);
  return new Map(
    rows.map((row) => {
      const id = String(row["finding_id"]);
      return [id, explanationOf(row, drivers.get(id) ?? [])];
    }),
  );
};

const explanationOf = (row: Row, drivers: readonly Row[]): ServedExplanation =>
  ServedExplanation.parse({
    actual: row["actual"],
    expected: row["expected"],
    change: row["change"],
    verdict: row["verdict"],
    faults: JSON.parse(String(row["faults"])),
    drivers: drivers.map(driverOf),
    en: toldIn(row, "en"),
    de: toldIn(row, "de"),
  });

const toldIn = (row: Row, language: "en" | "de") => ({
  headline: row[`headline_${language}`],
  paragraph: row[`paragraph_${language}`],
  nextStep: row[`next_step_${language}`],
});

const driverOf = (row: Row): Driver =>
  Driver.parse({
    split: row["split_name"],
    place: row["place"],
    kind: row["kind"],
    where: [1, 2, 3]
      .filter((member) => row[`dimension_${member}`] !== null)
      .map((member) => ({ dimension: row[`dimension_${member}`], value: row[`segment_${member}`] ?? "" })),
    actual: row["actual"],
    expected: row["expected"],
    contribution: row["contribution"],
    share: row["share"],
    z: row["z"],
  });
