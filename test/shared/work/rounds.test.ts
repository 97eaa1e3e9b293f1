import { expect, it } from "vitest";
import type { ListedToken } from "../../../shared/work/dirty-set.ts";
import { firstRound, inParts, mostDatesAtOnce } from "../../../shared/work/drain.ts";

const dateAt = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const datesUntil = (count: number) => Array.from({ length: count }, (_, day) => dateAt(day));
const tokenOf = (days: readonly string[]): ListedToken => ({
  feed: "transactions",
  fileDate: days[0] ?? "",
  days: [...days],
  name: `dirty/v1/clean/${days[0]}.json`,
  stored: "1",
});

it("a round takes all tokens that wait when they name few dates", () => {
  const tokens = datesUntil(10).map((date) => tokenOf([date]));
  expect(firstRound(tokens)).toEqual(tokens);
});

it("a round ends before the token that would name one date too many, and the rest wait", () => {
  const tokens = datesUntil(mostDatesAtOnce + 500).map((date) => tokenOf([date]));
  expect(firstRound(tokens)).toEqual(tokens.slice(0, mostDatesAtOnce));
});

it("a token that names too many dates by itself has a round of its own", () => {
  const large = tokenOf(datesUntil(mostDatesAtOnce + 1));
  expect(firstRound([large, tokenOf(["2024-10-06"])])).toEqual([large]);
});

it("the days of a rebuild keep their order and are each in one part", () => {
  const days = datesUntil(2 * mostDatesAtOnce + 1);
  const parts = inParts(days);
  expect(parts.map(({ length }) => length)).toEqual([mostDatesAtOnce, mostDatesAtOnce, 1]);
  expect(parts.flat()).toEqual(days);
  expect(inParts([])).toEqual([[]]);
});
