import { expect, it } from "vitest";
import type { Base } from "../../../functions/6-publish/base.ts";
import { assertAgreement, Disagreement } from "../../../functions/6-publish/customers.ts";
import { earlierRun } from "../../../functions/6-publish/earlier-run.ts";
import type { ModelInForce } from "../../../functions/6-publish/models-in-force.ts";
import { moreThan } from "../../../functions/6-publish/more-to-come.ts";
import { keepProgress, type Progress, readProgress } from "../../../functions/6-publish/progress.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import type { SnapshotManifest } from "../../../shared/serving/snapshot-manifest.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { erasuresIn } from "../../../shared/work/erasures.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

const store = () => memoryStore({ classA: 0, classB: 0 });
const counts = (days: Record<string, number>) => new Map(Object.entries(days));

it("a snapshot and the tables agree if they count the same customers on each day of either", async () => {
  const agree = (found: Record<string, number>, counted: Record<string, number>, more = false) =>
    assertAgreement(counts(found), counts(counted), async () => more);
  await agree({ "2024-01-01": 2 }, { "2024-01-01": 2, "2024-01-02": 0 });
  await expect(agree({ "2024-01-01": 2 }, { "2024-01-01": 3 })).rejects.toThrow(Disagreement);
  await expect(agree({}, { "2024-01-01": 1 })).rejects.toThrow("on 1 days, the first of them 2024-01-01");
  await expect(agree({ "2024-01-03": 1, "2024-01-02": 1 }, {})).rejects.toThrow(
    "on 2 days, the first of them 2024-01-02",
  );
  await agree({ "2024-01-01": 2 }, { "2024-01-01": 3 }, true);
});

it("more is to come while a stage before has work, or publish has more than was listed", async () => {
  const state = store();
  const graph = {
    ingest: { wokenBy: [], hasQueue: false },
    clean: { wokenBy: ["ingest"], hasQueue: true },
    publish: { wokenBy: ["clean"], hasQueue: true },
  } as unknown as Parameters<typeof moreThan>[0]["graph"];
  const token = { feed: "f", fileDate: "2024-01-01", days: [] };
  const dirty = dirtySetIn(state);
  await dirty.add("publish", "one", token);
  const listed = await dirty.list("publish");
  const more = moreThan({ state, graph }, listed);
  expect(await more()).toBe(false);
  await dirty.add("publish", "two", token);
  expect(await more()).toBe(true);
  expect(await moreThan({ state, graph }, await dirty.list("publish"))()).toBe(false);
  await dirty.add("clean", "one", token);
  expect(await moreThan({ state, graph }, await dirty.list("publish"))()).toBe(true);
});

const models = [{ task: { name: "spend" }, card: { version: "v1" } }] as unknown as ModelInForce[];
const base: Base = {
  ...{ replaces: "7", method: "m", remember: async () => {} },
  manifest: { id: "s1" } as unknown as SnapshotManifest,
};

/** What an earlier run has left, and whether the next goes on with it. */
const goesOn = async (left: Partial<Progress>, now: Partial<Base> = {}, inForce = models, erased = false) => {
  const [serving, state] = [store(), store()];
  const shard = await serving.write("serving/s2/customers/0.json", "{}");
  await serving.write("serving/s2/predictions/0.json", "{}");
  await keepProgress(serving, {
    ...{ schema: "daybook.publishing/v1", replaces: "7", method: "m", models: ["spend v1"], erasures: 0 },
    ...{ tokens: [], started: "2024-01-01T00:00:00.000Z", runs: 1, base: "s1", why: "" },
    company: {
      view: { sales: [], countries: [], forecast: null, forecastMissing: null },
      ...{ firstDay: null, asOf: null, customersByDay: {} },
    },
    customers: { shards: [shardOf(shard)], after: "C9", countedByDay: {} },
    predictions: {
      ranks: { customers: [], orders: { net: [], orders: [], last: [], expected: [] }, countries: [] },
      ...{ slices: ["serving/s2/predictions/0.json"], drift: [] },
    },
    ...left,
  });
  if (erased) await erasuresIn(state).add("C1", new Date(0));
  const found = await earlierRun({ serving, state, log: silentLog }, { ...base, ...now }, inForce);
  // What cannot be continued is forgotten, so that nothing finds it later.
  expect((await readProgress(serving)) !== undefined).toBe(found !== undefined);
  return found?.customers.after === "C9";
};
const shardOf = ({ name, generation }: { name: string; generation: string }) => ({
  ...{ object: name, generation, sha256: "0".repeat(64), bytes: 2, first: "C1", entries: 1 },
});

it("a publication goes on where an earlier run stopped", async () => {
  expect(await goesOn({})).toBe(true);
  expect(await goesOn({ base: null }, { manifest: { id: "s9" } as unknown as SnapshotManifest })).toBe(true);
});

it("it begins anew when anything that its parts depend on is another", async () => {
  expect(await goesOn({ replaces: "6" })).toBe(false);
  expect(await goesOn({ method: "of older statements" })).toBe(false);
  expect(await goesOn({ models: [] })).toBe(false);
  expect(await goesOn({}, {}, [])).toBe(false);
  expect(await goesOn({ base: "s0" })).toBe(false);
  expect(await goesOn({ erasures: 1 })).toBe(false);
  expect(await goesOn({}, {}, models, true)).toBe(false);
});
