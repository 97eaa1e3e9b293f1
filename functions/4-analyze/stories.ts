import { type Finding, findingId, type Movement } from "../../shared/insights/finding.ts";
import type { Watched } from "./detect/watched.ts";

export interface Alarm {
  readonly watched: Watched;
  readonly movement: Movement;
}

/**
 * One story is one finding: of the alarms of a period, those that have a common cause in all likelihood are joined, and the
 * weightiest of them leads. At the same place, amounts move together (revenue, units and orders fall when customers stay away),
 * and so do KPIs that share a column of their formulas. A segment moves the company, in the same direction.
 */
export const storiesIn = (alarms: readonly Alarm[]): Finding[] =>
  [...Map.groupBy(alarms, ({ movement: { cadence, period } }) => `${cadence} ${period}`).values()].flatMap(
    (own) => joined(own, belongTogether).map(tell),
  );

const belongTogether = (
  { watched: a, movement: one }: Alarm,
  { watched: b, movement: other }: Alarm,
): boolean => {
  const samePlace = a.dimension === b.dimension && a.segment === b.segment;
  const bothAmounts = a.scale === "amount" && b.scale === "amount" && one.direction === other.direction;
  if (samePlace) return bothAmounts || a.ingredients.some((name) => b.ingredients.includes(name));
  const partAndWhole = a.dimension === "all" || b.dimension === "all";
  return partAndWhole && a.kpi === b.kpi && one.direction === other.direction;
};

/** Groups of items, each of which belongs together with at least one other of its group. */
const joined = <Item>(items: readonly Item[], together: (one: Item, other: Item) => boolean): Item[][] => {
  let groups: Item[][] = [];
  for (const item of items) {
    const [near, far] = [
      groups.filter((group) => group.some((other) => together(item, other))),
      groups.filter((group) => !group.some((other) => together(item, other))),
    ];
    groups = [...far, [...near.flat(), item]];
  }
  return groups;
};

const tell = (alarms: readonly Alarm[]): Finding => {
  const [first, ...others] = [...alarms].sort(byWeight).map(({ movement }) => movement);
  if (!first) throw new Error("a story has at least one movement");
  return { ...first, id: findingId(first, first.kind), also: others, state: "open" };
};

const severities = ["critical", "high", "medium", "low"];

/**
 * Severity first, the company before its parts, money before counts, then surprise. Between equals, as revenue and revenue by
 * country, the KPI with more dimensions leads, and at last the name decides.
 */
const byWeight = ({ watched: a, movement: one }: Alarm, { watched: b, movement: other }: Alarm): number =>
  severities.indexOf(one.severity) - severities.indexOf(other.severity) ||
  Number(other.dimension === "all") - Number(one.dimension === "all") ||
  Math.abs(other.money ?? 0) - Math.abs(one.money ?? 0) ||
  other.confidence - one.confidence ||
  Math.abs(other.score) - Math.abs(one.score) ||
  b.breadth - a.breadth ||
  (nameOf(one) < nameOf(other) ? -1 : 1);

const nameOf = ({ kpi, dimension, segment, kind }: Movement): string =>
  JSON.stringify([kpi, dimension, segment, kind]);
