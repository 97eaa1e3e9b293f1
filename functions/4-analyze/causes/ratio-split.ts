import type { Nano } from "../../../shared/decimal.ts";
import type { Kpi } from "../../../shared/kpis/kpi.ts";
import type { Warehouse } from "../../../shared/ports.ts";
import type { Member } from "./cube.ts";
import { explainRatio, type RatioExplanation, ratioDimensions } from "./explain-ratio.ts";
import { type Cubes, readCubes } from "./read-cube.ts";
import type { readSides } from "./read-sides.ts";
import { countedIn, type Removable, removableCounted, removableFrom } from "./single-of-ratio.ts";
import type { Comparison } from "./windows.ts";

interface RatioQuestion {
  readonly kpi: Kpi;
  readonly within: Member | undefined;
  readonly comparison: Comparison;
}

type Sides = Awaited<ReturnType<typeof readSides>>;

interface RatioSides {
  readonly whole: Sides["whole"];
  readonly named: Sides["dimensions"];
  readonly actual: Nano;
  readonly expected: Nano;
}

/** Why a ratio changed, by the lines where they add up to both of its sides, else by the stored values. */
export const splitRatio = async (
  warehouse: Pick<Warehouse, "query">,
  question: RatioQuestion,
  { whole, named, actual, expected }: RatioSides,
  cubes: Cubes | undefined,
): Promise<RatioExplanation> => {
  const removable = cubes ? removableFrom(cubes) : await readRemovable(warehouse, question, whole.now);
  const dimensions = cubes ? ratioDimensions(cubes) : named.map((each) => ({ ...each, parts: each.ratios }));
  return explainRatio(whole, dimensions, { actual, expected }, removable);
};

/** For a ratio whose denominator counts orders or customers, such as revenue per order. */
const readRemovable = async (
  warehouse: Pick<Warehouse, "query">,
  { kpi, within, comparison }: RatioQuestion,
  now: Removable["now"],
): Promise<Removable | undefined> => {
  const kind = countedIn(kpi);
  if (!kind) return undefined;
  const numerator = { ...kpi, formula: kpi.numerator, denominator: undefined };
  const cubes = await readCubes(warehouse, numerator, comparison, [], within);
  return cubes && removableCounted(cubes.upper, kind, now);
};
