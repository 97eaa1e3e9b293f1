import { describe, expect, it } from "vitest";
import { attemptsIn } from "../../../functions/5-train/attempts.ts";
import { TooFewRows } from "../../../functions/5-train/plan-folds.ts";
import { tabular } from "../../../functions/5-train/tabular.ts";
import { type TrainRequest, train } from "../../../functions/5-train/train.ts";
import type { Trainable } from "../../../functions/5-train/trainable.ts";
import { wake } from "../../../shared/events.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { Platform } from "../../../shared/platform.ts";
import { driftIn } from "../../../shared/registry/drift-report.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { erasuresIn } from "../../../shared/work/erasures.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { madeSettings, madeTable, runRate, sharp } from "./made-table.ts";

const task = "spend_30d";

const trainableOf = (read: () => Table | Promise<Table>, settings = madeSettings()): Trainable =>
  tabular({ sql: "select 1", settings, read: async () => read() });

/** A stage with its own home and clock. */
const stageAt = async (start: string, trainable = trainableOf(() => madeTable())) => {
  const home = await temporaryHome();
  const published: unknown[] = [];
  let now = new Date(start);
  const platform: Platform = {
    ...home.platform,
    bus: { publish: async (_topic, message) => void published.push(message) },
    clock: { ...home.platform.clock, now: () => now },
  };
  const registry = registryIn(platform.models);
  return {
    platform,
    registry,
    published,
    at: (time: string) => {
      now = new Date(time);
    },
    /** New sales: the lease of the stage that writes them gets another generation. */
    newData: () => platform.state.write("lease/v1/aggregate.json", now.toISOString()),
    woken: async (request: TrainRequest = {}, other = trainable) =>
      (await train(platform, [other])(wake("train"), request))?.[0],
    current: async () => (await registry.current(task))?.value,
  };
};

describe("the training stage", () => {
  it("trains at once when there is no model, promotes it and wakes publish", async () => {
    const { woken, current, registry, published, platform } = await stageAt("2024-10-06T12:00:00Z");
    const training = await woken();
    expect(training).toMatchObject({ outcome: "promoted" });
    const version = (await current())?.version ?? "";
    expect(version).toMatch(/^20241006t120000z-/);
    const { card } = await registry.load(task, version);
    expect(card).toMatchObject({ task, seed: 7, training: { rows: 1440, refitted: true } });
    expect(card.verdict.because).toContain("no model served before");
    expect(published).toEqual([
      { schema: "daybook.wake/v1", stage: "publish", cause: `model ${task}/${version}` },
    ]);
    expect((await platform.state.list("dirty/v1/publish/")).length).toBe(1);
  });

  it("trains once a night, and only when something changed", async () => {
    const { woken, at, newData, registry } = await stageAt("2024-10-06T12:00:00Z");
    await woken();
    await newData();
    expect(await woken()).toMatchObject({ outcome: "unchanged" });
    at("2024-10-07T01:30:00Z"); // 02:30 in London: the night's files may still arrive
    expect(await woken()).toMatchObject({ outcome: "unchanged" });
    at("2024-10-07T02:30:00Z");
    expect(await woken()).toMatchObject({ outcome: "promoted" });
    await newData();
    expect(await woken()).toMatchObject({ outcome: "unchanged" });
    at("2024-10-08T02:30:00Z");
    expect(await woken()).toMatchObject({ outcome: "promoted" });
    at("2024-10-09T02:30:00Z");
    expect(await woken()).toMatchObject({ outcome: "unchanged" });
    expect((await registry.versions(task)).length).toBe(3);
  });

  it("trains when asked, but not again from the same inputs, unless anew", async () => {
    const { woken, newData, registry } = await stageAt("2024-10-06T12:00:00Z");
    await woken();
    expect(await woken({ asked: true })).toMatchObject({ outcome: "unchanged" });
    await newData();
    expect(await woken({ asked: true })).toMatchObject({ outcome: "promoted" });
    expect(await woken({ asked: true, anew: true })).toMatchObject({ outcome: "promoted" });
    expect((await registry.versions(task)).length).toBe(3);
  });

  it("trains when other settings or other SQL would give another model", async () => {
    const { woken, at } = await stageAt("2024-10-06T12:00:00Z");
    await woken();
    at("2024-10-07T12:00:00Z");
    const other = trainableOf(() => madeTable(), madeSettings({ halfLifeDays: 30 }));
    expect(await woken({}, other)).toMatchObject({ outcome: "promoted" });
  });

  it("does not wait for the night after an erasure", async () => {
    const { woken, newData, platform } = await stageAt("2024-10-06T12:00:00Z");
    await woken();
    await erasuresIn(platform.state).add("C1", platform.clock.now());
    await newData();
    expect(await woken()).toMatchObject({ outcome: "promoted" });
    await newData();
    expect(await woken()).toMatchObject({ outcome: "unchanged" });
  });

  it("does not wait for the night after important features have drifted", async () => {
    const { woken, at, newData, current, platform } = await stageAt("2024-10-06T01:00:00Z");
    await woken();
    const drift = async (psi: number, rows: number, reported: string) => {
      await newData();
      await driftIn(platform.state).record({
        schema: "daybook.drift/v1",
        task,
        version: (await current())?.version ?? "",
        at: reported,
        asOf: "2024-10-06",
        rows,
        features: [{ name: "recency", psi }],
      });
      return (await woken())?.outcome;
    };
    expect(await drift(0.4, 900, "2024-10-06T01:30:00.000Z")).toBe("unchanged");
    at("2024-10-06T16:00:00Z");
    expect(await drift(0.2, 900, "2024-10-06T15:00:00.000Z")).toBe("unchanged");
    expect(await drift(0.4, 20, "2024-10-06T15:00:00.000Z")).toBe("unchanged");
    expect(await drift(0.4, 900, "2024-10-06T15:00:00.000Z")).not.toBe("unchanged");
    expect(await drift(0.4, 900, "2024-10-06T16:30:00.000Z")).toBe("unchanged");
  });

  it("says how much is missing, keeps the last model and does not retry the same inputs", async () => {
    let table: Table | undefined = madeTable();
    let reads = 0;
    const trainable = trainableOf(() => {
      reads++;
      if (table) return table;
      throw new TooFewRows("it needs 200 rows; there are 12");
    });
    const { woken, at, newData, current } = await stageAt("2024-10-06T12:00:00Z", trainable);
    await woken();
    const before = await current();
    table = undefined;
    await newData();
    at("2024-10-07T12:00:00Z");
    expect(await woken()).toMatchObject({
      outcome: "too_few_rows",
      because: "too few rows to train on: it needs 200 rows; there are 12",
    });
    expect(await woken()).toMatchObject({ outcome: "unchanged" });
    expect([await current(), reads]).toEqual([before, 2]);
  });

  it("says so when all outcomes are the same, as in a shop that gives everything away", async () => {
    const nothing = { ...madeTable(), y: new Float64Array(madeTable().rows) };
    const { woken, current } = await stageAt(
      "2024-10-06T12:00:00Z",
      trainableOf(() => nothing),
    );
    expect(await woken()).toMatchObject({
      outcome: "too_few_rows",
      because: "too few rows to train on: it needs outcomes that differ, and all 1440 known ones are 0",
    });
    expect(await current()).toBeUndefined();
  });

  it("trains the other tasks although one fails, and then says which", async () => {
    const { platform, registry } = await stageAt("2024-10-06T12:00:00Z");
    const broken = {
      ...trainableOf(() => Promise.reject(new Error("its SQL is broken"))),
      name: "next_day_spend",
    };
    const run = train(platform, [broken, trainableOf(() => madeTable())])(wake("train"));
    await expect(run).rejects.toThrow("its SQL is broken");
    expect(await registry.current(task)).toBeDefined();
    expect(await registry.current("next_day_spend")).toBeUndefined();
  });

  it("refuses a feature that is the target, and keeps the last model", async () => {
    const good = madeTable();
    const leaky = {
      ...good,
      x: good.x.map((value, at) => (at % 2 === 1 ? (good.y[(at - 1) / 2] ?? 0) : value)),
    };
    const { woken, newData, current } = await stageAt("2024-10-06T12:00:00Z");
    await woken();
    const before = await current();
    await newData();
    const refused = await woken(
      { asked: true },
      trainableOf(() => leaky),
    );
    expect(refused).toMatchObject({ outcome: "refused" });
    expect(refused).toMatchObject({ because: expect.stringContaining("feature mood is almost the target") });
    expect(await current()).toEqual(before);
  });

  it("keeps the champion when the challenger is worse on the newest holdout", async () => {
    const first = trainableOf(() => madeTable({ customers: 400 }));
    const { woken, newData, current, registry } = await stageAt("2024-10-06T12:00:00Z", first);
    await woken();
    const before = await current();
    expect((await registry.card(task, before?.version ?? "")).family).toBe("sharp");
    await newData();
    // Months later the serving family can no longer be fitted, and the plain rule is worse than the old model.
    const broken = { ...sharp, fit: () => Promise.reject(new Error("no memory left")) };
    const candidates = [runRate, broken].map((family) => ({ family, baseline: family === runRate }));
    const later = trainableOf(() => madeTable({ customers: 400, weeks: 40 }), madeSettings({ candidates }));
    const kept = await woken({ asked: true }, later);
    expect(kept).toMatchObject({ outcome: "kept" });
    expect(await current()).toEqual(before);
    const version = kept && "version" in kept ? (kept.version ?? "") : "";
    expect((await registry.card(task, version)).verdict).toMatchObject({
      promote: false,
      champion: { version: before?.version, itself: true },
    });
  });

  it("leaves the work to the worker that holds the lease", async () => {
    let entered = () => {};
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slow = trainableOf(async () => {
      entered();
      await held;
      return madeTable();
    });
    const { platform, registry } = await stageAt("2024-10-06T12:00:00Z");
    const first = train(platform, [slow])(wake("train"));
    await inside;
    expect(await train(platform, [slow])(wake("train"))).toBeUndefined();
    letGo();
    expect((await first)?.[0]).toMatchObject({ outcome: "promoted" });
    expect((await registry.versions(task)).length).toBe(1);
    expect(await attemptsIn(platform.state).last(task)).toMatchObject({
      outcome: "promoted",
      localDate: "2024-10-06",
    });
  });
});
