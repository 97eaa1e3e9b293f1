import { expect, test } from "vitest";
import tables from "../../terraform/tables.json" with { type: "json" };
import { environmentOf, plannedPlace } from "./place.ts";

// The smoke test itself needs a real project; what it would ask for is seen without one.
test("a throw-away place has all that the deployed functions need, under names of its own", () => {
  const place = plannedPlace("some-project", "EU");
  const env = environmentOf(place, "shared/contracts");
  const names = [...Object.values(place.buckets), ...place.datasets];
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => /^daybook[-_]smoke[-_][0-9a-f]{10}[-_]/.test(name))).toBe(true);
  expect(Object.entries(env).filter(([name]) => name.endsWith("_BUCKET"))).toHaveLength(
    Object.keys(place.buckets).length,
  );
  expect(place.datasets.map((name) => name.slice(place.datasetPrefix.length)).sort()).toEqual(
    [...new Set(Object.keys(tables).map((table) => table.split(".")[0] ?? ""))].sort(),
  );
  expect(plannedPlace("some-project", "EU").buckets.state).not.toBe(place.buckets.state);
});
