import { approximate, decimalText, type Nano, total } from "../../../shared/decimal.ts";
import type { Driver, SplitName } from "../../../shared/insights/explanation.ts";

/** One part of a change, before it becomes a driver. */
export interface Part {
  readonly kind: Driver["kind"];
  readonly where: Driver["where"];
  readonly actual: Nano | null;
  readonly expected: Nano | null;
  /** Null where parts cannot be added up. */
  readonly contribution: Nano | null;
  readonly z: number | null;
}

export const withoutValues = { where: [], actual: null, expected: null, z: null } satisfies Partial<Part>;

/** The parts as drivers, with a rest that makes them add up to the change exactly. */
export const driversWithRest = (
  split: SplitName,
  parts: readonly Part[],
  change: Nano,
): readonly Driver[] => {
  const rest = change - total(parts.map(({ contribution }) => contribution ?? 0n));
  return asDrivers(split, [...parts, { ...withoutValues, kind: "rest", contribution: rest }], change);
};

export const asDrivers = (split: SplitName, parts: readonly Part[], change: Nano): readonly Driver[] =>
  parts.map(({ kind, where, actual, expected, contribution, z }, index) => ({
    split,
    place: index + 1,
    kind,
    where,
    actual: textOf(actual),
    expected: textOf(expected),
    contribution: textOf(contribution),
    share: contribution === null || change === 0n ? null : approximate(contribution) / approximate(change),
    z,
  }));

const textOf = (value: Nano | null): string | null => (value === null ? null : decimalText(value));
