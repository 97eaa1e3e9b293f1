import { type Segment, segmentName } from "../../../functions/4-analyze/causes/cube.ts";
import {
  type Direction,
  measureMarket,
  measureSegments,
  type RankingSettings,
  rankMeasured,
  usualRanking,
} from "../../../functions/4-analyze/causes/score.ts";
import { Random } from "../../../shared/learning/random.ts";
import { type Goal, isReached, type Line, type Protocol } from "../accuracy/protocol.ts";
import {
  type CauseKind,
  causeKinds,
  type InjectedCause,
  injectCause,
  measureRetail,
} from "./injected-causes.ts";
import { adtributor, byExpected, byPreviousWindow, type Ranking } from "./plain-rankings.ts";
import { readRetailDays } from "./retail-sales.ts";
import { riskLoc } from "./riskloc.ts";
import { placeAmongStories } from "./stories.ts";

/** Half of them choose the settings, and half are scored. */
const casesPerKind = 600;

/** What the settings are chosen from, on the first half of the cases. */
const candidates: Readonly<Record<Direction, readonly RankingSettings[]>> = {
  drop: [0.25, 0.33, 0.4].flatMap((noisePower) =>
    [0, 0.1, 0.15, 0.2, 0.25, 0.3].map((drop) => ({
      ...usualRanking,
      noisePower,
      leastNoise: { ...usualRanking.leastNoise, drop },
    })),
  ),
  rise: [3, 5].flatMap((mostSurprise) =>
    [0, 0.1, 0.15, 0.2].map((rise) => ({
      ...usualRanking,
      mostSurprise,
      leastNoise: { ...usualRanking.leastNoise, rise },
    })),
  ),
};

const gates: Readonly<Record<string, number>> = {
  "1-D −80 %": 0.9,
  "2-D −80 %": 0.98,
  "1-D −50 %": 0.6,
  "2-D −50 %": 0.63,
  "1-D × 2": 0.6,
  "2-D × 2.5": 0.75,
};

const directionOf = ({ factor }: CauseKind): Direction => (factor < 1 ? "drop" : "rise");

/** Where the parent that is nearly all the same rows does not count. */
const toTheLetter = (name: string): string => `${name}, to the letter`;

const isNamed = (sought: Segment) => (segment: Segment) => segmentName(segment) === segmentName(sought);

/** The place of the cause in the ranking under each of the candidate settings, and in the peers' rankings. */
const placesIn = (injected: InjectedCause, direction: Direction): readonly (readonly [string, number])[] => {
  const { view, segments, lineValue, truth } = injected;
  const market = measureMarket(view, segments);
  const measured = measureSegments(view, segments, market);
  const own = candidates[direction].map((ranking, position): [string, readonly Segment[]] => [
    String(position),
    rankMeasured(measured, { market, direction, lineValue, ranking }).map(({ segment }) => segment),
  ]);
  const others = Object.entries(peers).map(([name, ranking]): [string, readonly Segment[]] => [
    name,
    ranking(view, segments, direction),
  ]);
  return [
    ...[...own, ...others].map(
      ([name, ranked]) => [name, placeAmongStories(ranked, measured, truth)] as const,
    ),
    ...own.map(([name, ranked]) => [toTheLetter(name), ranked.findIndex(isNamed(truth))] as const),
  ];
};

interface Places {
  readonly kind: CauseKind;
  /** By the name of the ranking, or the position of the candidate settings. */
  readonly chosen: Map<string, number[]>;
  readonly scored: Map<string, number[]>;
}

const peers: Readonly<Record<string, Ranking>> = {
  "change against the previous week": byPreviousWindow,
  "change against the expected": byExpected,
  Adtributor: adtributor,
  RiskLoc: riskLoc,
};

const note = (places: Map<string, number[]>, name: string, place: number) =>
  places.set(name, [...(places.get(name) ?? []), place]);

const measure = (retail: ReturnType<typeof measureRetail>, kind: CauseKind): Places => {
  const places: Places = { kind, chosen: new Map(), scored: new Map() };
  const random = new Random(`cause ${kind.name}`);
  for (let index = 0; index < casesPerKind; index++) {
    const injected = injectCause(retail, kind, () => random.next());
    const half = index < casesPerKind / 2 ? places.chosen : places.scored;
    for (const [name, place] of placesIn(injected, directionOf(kind))) note(half, name, place);
  }
  return places;
};

const part = (places: readonly number[] | undefined, most: number): number =>
  (places ?? []).filter((place) => place >= 0 && place < most).length / Math.max(1, places?.length ?? 0);

/** The candidate whose worst kind is furthest above its goal, on the first half. */
const chooseSettings = (all: readonly Places[], direction: Direction): number => {
  const own = all.filter(({ kind }) => directionOf(kind) === direction);
  const found = candidates[direction].map((_, position) =>
    Math.min(
      ...own.map(({ kind, chosen }) => part(chosen.get(String(position)), 3) - (gates[kind.name] ?? 1)),
    ),
  );
  return found.indexOf(Math.max(...found));
};

/** R1: does the ranking name an injected cause among its first three? */
export const r1 = (): Protocol => {
  const retail = measureRetail(readRetailDays());
  const all = causeKinds.map((kind) => measure(retail, kind));
  const best = { drop: chooseSettings(all, "drop"), rise: chooseSettings(all, "rise") };
  const placesOf = ({ kind, scored }: Places, name: string) =>
    scored.get(name === "Daybook" ? String(best[directionOf(kind)]) : name);
  const lines = ["Daybook", ...Object.keys(peers)].map(
    (name): Line => ({
      name,
      baseline: name !== "Daybook",
      scores: Object.fromEntries(
        all.flatMap((places): [string, number][] => [
          [`${places.kind.name}, 1st`, part(placesOf(places, name), 1)],
          [`${places.kind.name}, in 3`, part(placesOf(places, name), 3)],
        ]),
      ),
    }),
  );
  const goals = all
    .map(
      (places): Goal => ({
        what: `${places.kind.name}: the cause is among the first three`,
        value: part(placesOf(places, "Daybook"), 3),
        atLeast: gates[places.kind.name] ?? 1,
      }),
    )
    .sort((left, right) => Number(isReached(left)) - Number(isReached(right)));
  const strict = all.map(({ kind, scored }) => {
    const places = scored.get(toTheLetter(String(best[directionOf(kind)])));
    return `${kind.name} ${part(places, 3).toFixed(3)}`;
  });
  const described = (direction: Direction) => {
    const { noisePower, leastNoise, mostSurprise } = candidates[direction][best[direction]] ?? usualRanking;
    const tuned = direction === "drop" ? `noise power ${noisePower}` : `most surprise ${mostSurprise}`;
    return `${direction}s: ${tuned}, least noise ${leastNoise[direction]}`;
  };
  return {
    title: "R1: the cause of a change, among all segments of one and two dimensions",
    facts: [
      ...goals
        .filter((goal) => !isReached(goal))
        .map(({ what, value, atLeast }) => `LOST: ${what}: ${value.toFixed(3)}, and not ${atLeast}`),
      `${casesPerKind / 2} cases of each kind, injected into real sales of Online Retail: 4 dimensions, windows of 5 open days`,
      `settings chosen on as many other cases: ${described("drop")}; ${described("rise")}`,
      "in every ranking, a segment and its parent of which it is 90 % or more are one place: no figure can tell which of them moved",
      `where only the very segment counts, Daybook names it among three: ${strict.join(", ")}`,
      "RiskLoc looks for leaves that moved: here most leaves sell little or nothing on a usual day, so it finds none",
    ],
    columns: causeKinds.flatMap(({ name }) => [`${name}, 1st`, `${name}, in 3`]),
    lines,
    goals,
  };
};
