import { approximate, type Nano, nearestNano, total } from "../../../shared/decimal.ts";
import type { Driver, Verdict } from "../../../shared/insights/explanation.ts";
import { chooseSegments } from "./choose.ts";
import { type Cube, listSegments, type Segment } from "./cube.ts";
import { driversWithRest, type Part, withoutValues } from "./parts.ts";
import {
  cappedView,
  expectedOf,
  type Market,
  measureMarket,
  type Standing,
  shareOf,
  sumAt,
  type View,
  viewOf,
} from "./score.ts";
import { businessOnly, findSingle, type Single, withoutMember } from "./single.ts";
import { exactMedian } from "./statistics.ts";

/** The parts of the change of a KPI whose segments add up. */
export interface AdditiveExplanation {
  readonly actual: Nano;
  readonly expected: Nano;
  readonly drivers: readonly Driver[];
  readonly verdict: Extract<Verdict, "single" | "segments" | "spread" | "not_in_data">;
}

/**
 * Splits actual − expected into one order, customer or product if it explains the change alone; at most five segments
 * that share no line; what moved the whole business; and the rest. `expectedTotal` is the detector's, if it judged the
 * period; otherwise the median of the windows. Sums are of integers, so the parts add up to the last digit.
 */
export const explainAdditive = (cube: Cube, expectedTotal?: Nano): AdditiveExplanation => {
  const actual = total(cube.cells.map(({ exact }) => exact.actual));
  const expected = expectedTotal ?? medianOfWindows(cube);
  const change = actual - expected;
  const single = findSingle(cube, change);
  const own = single?.where[0];
  const business = businessOnly(own ? withoutMember(cube, own) : cube);
  const parts = splitBusiness(business, change, expected - (single?.expected ?? 0n));
  return {
    actual,
    expected,
    drivers: driversWithRest(
      "segments",
      [...(single ? [singlePart(single)] : []), ...parts.segments, parts.market],
      change,
    ),
    verdict: verdictOf(change, single, parts),
  };
};

/** A part that has a contribution. */
type SumPart = Part & { readonly contribution: Nano };

const singlePart = ({ kind, where, actual, expected }: Single): SumPart => ({
  kind,
  where: [...where],
  actual,
  expected,
  contribution: actual - expected,
  z: null,
});

/** Segments are found by capped values and reported by exact ones, so both must say that they moved with the change. */
const splitBusiness = (cube: Cube, change: Nano, expected: Nano) => {
  const segments = listSegments(cube);
  const capped = cappedView(cube);
  const direction = change < 0n ? "drop" : "rise";
  const market = measureMarket(capped, segments);
  const exact = exactView(cube);
  const exactMarket = measureMarket(exact, segments);
  const chosen = chooseSegments(capped, segments, { market, direction, lineValue: cube.lineValue });
  const partsOf = (standings: typeof chosen) => {
    const reported = { ...exactMarket, level: levelWithout(exact, exactMarket, standings) };
    const parts = standings.map(({ segment, z }) =>
      segmentPart({ cube, view: exact, market: reported }, segment, z),
    );
    return { parts, level: nearestNano(reported.level) };
  };
  const first = partsOf(chosen).parts;
  const { parts, level } = partsOf(
    chosen.filter((_, index) => matters(first[index]?.contribution ?? 0n, change)),
  );
  return {
    segments: parts,
    market: {
      ...withoutValues,
      kind: "market" as const,
      actual: level,
      expected,
      contribution: level - expected,
    },
  };
};

/** If less of the business is left than this, it tells no level. */
const leastLeft = 0.2;

/**
 * The level that the business shows without the chosen segments. The median of segments finds them although they are part of
 * it; once they are known, what is left is the better witness, and little stays unexplained.
 */
const levelWithout = (view: View, market: Market, chosen: readonly Standing[]): number => {
  const taken = new Set(chosen.flatMap(({ segment }) => segment.cells));
  const left = [...view.actual.keys()].filter((cell) => !taken.has(cell));
  const share = shareOf(view, left, market);
  return chosen.length > 0 && share >= leastLeft ? sumAt(view.actual, left) / share : market.level;
};

/** Of the whole change, also after one order explained most of it. */
const leastPart = 0.05;
const matters = (contribution: Nano, change: Nano): boolean =>
  change !== 0n && approximate(contribution) / approximate(change) >= leastPart;

const segmentPart = (
  { cube, view, market }: { readonly cube: Cube; readonly view: View; readonly market: Market },
  { where, cells }: Segment,
  z: number,
): SumPart => {
  const actual = total(cells.map((cell) => cube.cells[cell]?.exact.actual ?? 0n));
  const expected = nearestNano(expectedOf(view, cells, market));
  return { kind: "segment", where: [...where], actual, expected, contribution: actual - expected, z };
};

const exactView = ({ cells }: Cube): View =>
  viewOf(
    cells.map(({ exact }) => ({ actual: approximate(exact.actual), before: exact.before.map(approximate) })),
  );

const medianOfWindows = ({ cells }: Cube): Nano => {
  const windows = cells[0]?.exact.before.length ?? 0;
  const totals = Array.from({ length: windows }, (_, window) =>
    total(cells.map(({ exact }) => exact.before[window] ?? 0n)),
  );
  return exactMedian(totals);
};

const mostly = 0.5;

const verdictOf = (
  change: Nano,
  single: Single | undefined,
  { segments, market }: ReturnType<typeof splitBusiness>,
): AdditiveExplanation["verdict"] => {
  if (single) return "single";
  const marketPart = change === 0n ? 0 : approximate(market.contribution) / approximate(change);
  if (marketPart >= mostly) return "spread";
  return segments.length > 0 ? "segments" : "not_in_data";
};
