import type { TestResult } from "../../../shared/kpis/check-tests.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { Row } from "../../../shared/ports.ts";
import { counted } from "../../../shared/words.ts";
import { table } from "../terminal/table.ts";

interface Listed {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly direction: string;
  readonly cadence: readonly string[];
  readonly newest: readonly Row[];
  /** Why it is not computed; null if it is. */
  readonly setAside: string | null;
}

export const listText = (kpis: readonly Listed[]): string =>
  table(
    ["kpi", "label", "unit", "direction", "cadence", "newest"],
    kpis.map(({ name, label, unit, direction, cadence, newest, setAside }) => [
      name,
      label,
      unit,
      direction,
      cadence.join(", "),
      setAside === null ? newestText(newest) : "set aside: `kpis show` says why",
    ]),
  );

const newestText = ([newest]: readonly Row[]): string =>
  newest ? `${shown(newest["value"])} (${newest["period"]})` : "";

export const kpiText = (kpi: Kpi, newest: readonly Row[], setAside: string | null): string =>
  [
    `${kpi.label.en} (${kpi.name}), owned by ${kpi.owner}`,
    kpi.description.en,
    `formula     ${kpi.formulaText}`,
    `from        ${kpi.source}`,
    `unit        ${kpi.unit}, ${kpi.direction}`,
    `cadence     ${kpi.cadence.join(", ")}`,
    `dimensions  ${kpi.dimensions.join(", ") || "none"}`,
    ...(setAside === null ? [] : [`set aside   ${setAside}`]),
    ...newest.map(
      (row) =>
        `${String(row["cadence"]).padEnd(12)}${shown(row["value"])} in ${row["period"]} (${row["state"]})`,
    ),
  ].join("\n");

const shown = (value: Row[string] | undefined): string =>
  typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 4 }) : "";

export const checkText = (kpis: number, results: readonly TestResult[]): string => {
  const failed = results.filter(({ passed }) => !passed);
  const lines = failed.map(({ kpi, test, expected, found }) => {
    const what = typeof found === "object" && found !== null ? found.fault : `is ${found}`;
    return `${kpi}.yaml: ${test}: ${what}; expected ${expected}`;
  });
  const passed = results.length - failed.length;
  return [...lines, `${counted(kpis, "KPI")}; ${passed} of ${counted(results.length, "test")} passed`].join(
    "\n",
  );
};
