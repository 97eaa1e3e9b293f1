import { describe, expect, it } from "vitest";
import type { Attempt } from "../../../functions/5-train/attempts.ts";
import { driftSince, localTime, reasonToTrain, type Situation } from "../../../functions/5-train/due.ts";
import type { Card } from "../../../shared/registry/card.ts";
import {
  type DriftReport,
  drifted,
  driftIn,
  watchedFeatures,
} from "../../../shared/registry/drift-report.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";

const last: Attempt = {
  ...{ schema: "daybook.training/v1", task: "spend", outcome: "kept", because: "it was", version: null },
  ...{
    at: "2024-03-10T02:00:00.000Z",
    localDate: "2024-03-10",
    inputs: "a".repeat(64),
    erasures: "e".repeat(64),
  },
};

it("the night is that of the company's time zone", () => {
  const at = (time: string, zone: string) => localTime(new Date(time), zone);
  expect(at("2024-03-10T02:59:59Z", "UTC")).toEqual({ date: "2024-03-10", hour: 2 });
  expect(at("2024-03-10T02:00:00Z", "America/New_York")).toEqual({ date: "2024-03-09", hour: 21 });
  expect(at("2024-03-10T20:30:00Z", "Asia/Tokyo")).toEqual({ date: "2024-03-11", hour: 5 });
  expect(at("2024-03-10T00:10:00Z", "UTC").hour).toBe(0);
});

describe("a task is trained", () => {
  const other = { inputs: "b".repeat(64), erasures: last.erasures };
  const reason = (more: Partial<Situation>) =>
    reasonToTrain({
      ...{ last, hasModel: true, ...other, local: { date: "2024-03-11", hour: 2 }, asked: false },
      ...more,
    });
  const night = { date: "2024-03-11", hour: 3 };

  it("from three o'clock on, once a date", () => {
    expect(reason({})).toBeUndefined();
    expect(reason({ local: night })).toBe("nightly training");
    expect(reason({ local: { date: "2024-03-10", hour: 23 } })).toBeUndefined();
    expect(reason({ last: undefined, local: night })).toBe("nightly training");
  });

  it("at once when asked, without a model, after an erasure or when features have drifted", () => {
    expect(reason({ asked: true, hasModel: false })).toBe("asked for");
    expect(reason({ hasModel: false, erasures: "f" })).toBe("no model yet");
    expect(reason({ erasures: "f", drift: ["recency (0.30)"] })).toBe("a customer was erased");
    expect(reason({ last: undefined, erasures: "f" })).toBeUndefined();
    expect(reason({ drift: ["recency (0.30)", "net (0.26)"] })).toBe("drift of recency (0.30), net (0.26)");
    expect(reason({ drift: [] })).toBeUndefined();
  });

  it("never from the inputs of the last time", () => {
    const same = { inputs: last.inputs, asked: true, hasModel: false, local: night };
    expect(reason(same)).toBeUndefined();
  });
});

const report = (more: Partial<DriftReport> = {}): DriftReport => ({
  ...{ schema: "daybook.drift/v1", task: "spend", version: "v1", at: "2024-03-10T02:00:00.001Z" },
  ...{ asOf: "2024-03-10", rows: 100, features: [{ name: "recency", psi: 0.251 }] },
  ...more,
});

it("drift counts among the five most important features, above a quarter, from a hundred rows on", () => {
  const psi = (...values: number[]) => values.map((value, place) => ({ name: `f${place}`, psi: value }));
  expect(drifted(report()).length).toBe(1);
  expect(drifted(report({ rows: 99 }))).toEqual([]);
  expect(drifted(report({ features: psi(0.25, 0.3, 0, 0, 0.9, 2) })).map(({ name }) => name)).toEqual([
    "f1",
    "f4",
  ]);
});

it("features are watched in the order of their importance, those of the season not at all", () => {
  const profile = { edges: [], shares: [] };
  const feature = (name: string, group = "spend", more: object = { profile }) => ({ name, group, ...more });
  const card = {
    features: [feature("a"), feature("b"), feature("c", "season"), feature("d", "spend", {}), feature("e")],
    importances: [
      { feature: "e", increase: 2 },
      { feature: "b", increase: 1 },
    ],
  } as unknown as Card;
  expect(watchedFeatures(card).map(({ name }) => name)).toEqual(["e", "b", "a"]);
});

it("drift leads to one training, and to no other before six hours have passed and another report has come", async () => {
  const state = memoryStore({ classA: 0, classB: 0 });
  await driftIn(state).record(report());
  const since = (time: string, version = "v1", attempt: Attempt | undefined = last) =>
    driftSince(
      { state, clock: { now: () => new Date(time), sleep: async () => {} } },
      "spend",
      version,
      attempt,
    );
  expect(await since("2024-03-10T07:59:59.999Z")).toEqual([]);
  expect(await since("2024-03-10T08:00:00.000Z")).toEqual(["recency (0.25)"]);
  expect(await since("2024-03-10T08:00:00.000Z", "v2")).toEqual([]);
  expect(await since("2024-03-10T09:00:00.000Z", "v1", { ...last, at: "2024-03-10T02:00:00.001Z" })).toEqual(
    [],
  );
  expect(
    await driftSince(
      { state, clock: { now: () => new Date("2024-03-10T02:01:00Z"), sleep: async () => {} } },
      "spend",
      "v1",
      undefined,
    ),
  ).toEqual(["recency (0.25)"]);
  await driftIn(state).record(report({ at: last.at }));
  expect(await since("2024-03-10T08:00:00.000Z")).toEqual([]);
});
