import { afterEach, beforeEach, expect, it } from "vitest";
import { snapshots } from "../../../functions/6-publish/erase-snapshots.ts";
import type { Subject } from "../../../shared/erasure.ts";
import { customers } from "../../../shared/serving/sections/customers.ts";
import { manifestName, partsOf } from "../../../shared/serving/snapshot-manifest.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { textOfAll } from "../../e2e/whole-text.ts";
import { publishSpending, readerOf } from "../../shared/serving/snapshot-contents.ts";
import { type MetricsHome, metricsHome } from "./metrics-home.ts";

let home: MetricsHome;
beforeEach(async () => {
  home = await metricsHome();
});
afterEach(() => home.discard());

const person: Subject = { id: "C02500", hash: "" };
const many = new Map(
  Array.from({ length: 5000 }, (_, index) => [`C${String(index).padStart(5, "0")}`, index]),
);
const others = new Map([...many].filter(([id]) => id !== person.id));
const names = async () => (await home.platform.serving.list("serving/")).map(({ name }) => name);

it("a person is erased from every snapshot, also where one refers to the part of an earlier one", async () => {
  const { platform } = home;
  const { serving } = platform;
  const a = await publishSpending(serving, "a", many);
  const b = await publishSpending(serving, "b", new Map([...many, ["C00001", -1]]), a);
  await serving.write(
    "serving/b/predictions/000000.json",
    JSON.stringify({ lines: ["x 1|C1", "y 2|C02500"] }),
  );
  const c = await publishSpending(serving, "c", new Map([...others, ["C00001", -1]]), b);
  const shown = (await snapshots.remnants(platform, person)).map(({ place }) => place);
  expect(shown.toSorted()).toEqual(["serving/a/", "serving/b/"]);

  await snapshots.finish?.(platform, person);
  expect(await snapshots.remnants(platform, person)).toEqual([]);
  expect(await textOfAll(serving)).not.toContain(person.id);
  const left = await names();
  expect(left.filter((name) => name.endsWith("manifest.json"))).toEqual([manifestName("c")]);
  const parts = Object.values(c.sections).flatMap(partsOf);
  expect(parts.some(({ object }) => object.startsWith("serving/a/"))).toBe(true);
  expect(left).toEqual(expect.arrayContaining(parts.map(({ object }) => object)));

  const reader = readerOf(serving, { ...platform, freshMs: 0 });
  const snapshot = (await reader.current())?.value;
  for (const id of ["C00000", "C02499", "C02501", "C04999"])
    expect(await snapshot?.find(customers, id), id).toBeDefined();
});

it("a person whom the snapshot in force shows has it rebuilt, and is reported until then", async () => {
  const { platform } = home;
  const a = await publishSpending(platform.serving, "a", many);
  await publishSpending(platform.serving, "b", new Map([...many, ["C00001", -1]]), a);
  await snapshots.finish?.(platform, person);
  expect(await dirtySetIn(platform.state).count("publish")).toBe(1);
  // It still answers: the part that it shares with the removed one is there.
  const reader = readerOf(platform.serving, { ...platform, freshMs: 0 });
  expect(await (await reader.current())?.value.find(customers, "C04999")).toBeDefined();
  expect(await names()).not.toContain(manifestName("a"));
  expect(await snapshots.remnants(platform, person)).toContainEqual({ place: "serving/b/", rows: 1 });

  await publishSpending(platform.serving, "c", others);
  await snapshots.finish?.(platform, person);
  expect(await snapshots.remnants(platform, person)).toEqual([]);
});
