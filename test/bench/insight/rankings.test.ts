import { expect, it } from "vitest";
import { listSegments, segmentName } from "../../../functions/4-analyze/causes/cube.ts";
import { cappedView, measureMarket, rankSegments } from "../../../functions/4-analyze/causes/score.ts";
import { adtributor, byExpected, byPreviousWindow, type Ranking } from "./plain-rankings.ts";
import { riskLoc } from "./riskloc.ts";
import { placeAmongStories } from "./stories.ts";

/** Clean data, for which the peers were made: every leaf sells, and one country lost four fifths everywhere. */
const cells = ["UK", "France", "Germany", "Spain"].flatMap((country, place) =>
  ["a", "b", "c", "d", "e", "f", "g", "h"].flatMap((product, other) =>
    ["x", "y"].map((shop, third) => {
      const usual = 900 + 37 * place + 11 * other + 5 * third;
      // Each leaf differs a little, and no two leaves differ alike.
      const noise = 1 + ((place * 7 + other * 3 + third * 5) % 11) / 200 - 0.025;
      const actual = usual * noise * (country === "Germany" ? 0.2 : 1);
      return {
        members: [country, product, shop],
        exact: { actual: 0n, before: [] },
        capped: { actual, before: Array.from({ length: 7 }, (_, window) => usual + (window - 3)) },
      };
    }),
  ),
);
const cube = { dimensions: ["country", "product", "shop"], lineValue: 10, cells };
const segments = listSegments(cube);
const view = cappedView(cube);

const own: Ranking = (shown, all, direction) =>
  rankSegments(shown, all, { market: measureMarket(shown, all), direction, lineValue: 10 }).map(
    ({ segment }) => segment,
  );

it.each([
  ["Daybook", own],
  ["change against the previous window", byPreviousWindow],
  ["change against the expected", byExpected],
  ["Adtributor", adtributor],
  ["RiskLoc", riskLoc],
] as const)("%s finds the cause where the data is clean", (_, ranking) => {
  const [first] = ranking(view, segments, "drop");
  expect(first && segmentName(first)).toBe("country=Germany");
});

it("a segment and the parent of which it is nearly all take one place", () => {
  const measured = [
    ["customer=guest", 1000],
    ["country=UK & customer=guest", 900],
    ["customer=guest & product=a", 899],
    ["product=b", 500],
    ["product=c", 400],
  ].map(([name, usual]) => ({
    segment: {
      where: String(name)
        .split(" & ")
        .map((member) => ({ dimension: member.split("=")[0] ?? "", value: member.split("=")[1] ?? "" })),
      cells: [],
    },
    ...{ actual: Number(usual) / 10, expected: Number(usual), spread: 1 },
  }));
  const ranked = measured.map(({ segment }) => segment);
  expect(ranked.map((segment) => placeAmongStories(ranked, measured, segment))).toEqual([0, 0, 1, 2, -1]);
  expect(placeAmongStories(ranked.toReversed(), measured, ranked[0] ?? { where: [], cells: [] })).toBe(-1);
});
