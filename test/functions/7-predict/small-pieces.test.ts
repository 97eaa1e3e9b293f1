import { describe, expect, it } from "vitest";
import { averageCustomer } from "../../../functions/7-predict/average-customer.ts";
import { answerFindings } from "../../../functions/7-predict/findings.ts";
import { datesAsked } from "../../../functions/7-predict/known-days.ts";
import type { LoadedModel } from "../../../functions/7-predict/model-readers.ts";
import { answerCustomer, answerForecast, answerModels } from "../../../functions/7-predict/read-answers.ts";
import { reasonsFor, reasonsForChange } from "../../../functions/7-predict/reasons.ts";
import type { ServingState } from "../../../functions/7-predict/serving-state.ts";
import { type Circumstances, valuesOutside, warningsFor } from "../../../functions/7-predict/warnings.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import type { Inputs } from "../../../shared/learning/model.ts";
import type { Card } from "../../../shared/registry/card.ts";
import type { Snapshot } from "../../../shared/serving/read-snapshot.ts";

const snapshotOf = (sections: Record<string, unknown>, entries = 4, more: object = {}): Snapshot =>
  ({
    manifest: {
      ...{ id: "s1", firstDay: "2024-01-01", asOf: "2024-03-31", currency: "EUR" },
      sections: { customers: { entries, shards: [] } },
      ...more,
    },
    section: ({ name }: { name: string }) => sections[name],
    find: ({ name }: { name: string }, key: string) => (sections[name] as Record<string, unknown>)[key],
  }) as unknown as Snapshot;
const stateOf = (snapshot: Snapshot, now = "2024-04-01", models: unknown[] = []): ServingState =>
  ({ now: Date.parse(now), snapshot: { value: snapshot }, models }) as unknown as ServingState;

describe("the day asked about", () => {
  const asked = (date?: string) =>
    datesAsked(snapshotOf({}), { date } as unknown as Parameters<typeof datesAsked>[1]);

  it("is the first unknown one, or any from the second known one to a week ahead", () => {
    expect(asked()).toEqual({ date: "2024-04-01", ahead: 1, lastKnown: "2024-03-31" });
    expect(asked("2024-03-31")).toEqual({ date: "2024-03-31", ahead: 0, lastKnown: "2024-03-30" });
    expect(asked("2024-01-02")).toMatchObject({ lastKnown: "2024-01-01" });
    expect(() => asked("2024-01-01")).toThrow("2024-01-01 is before anything is known");
    expect(asked("2024-04-07")).toEqual({ date: "2024-04-07", ahead: 7, lastKnown: "2024-03-31" });
    expect(() => asked("2024-04-08")).toThrow("2024-04-08 is 8 days after the last known day");
  });
});

it("an average customer spends what the last 90 days with sales tell, a day without sales among them", () => {
  const sale = (day: string, net: number) => [day, net, 1];
  const spend = (sales: unknown[], entries = 4) =>
    averageCustomer(snapshotOf({ company: { sales } }, entries), 30).spend;
  // 120 in ten days among four customers: 3 a day, 90 in 30 days.
  expect(spend([sale("2024-01-01", 20), sale("2024-01-10", 100)])).toBe(90);
  expect(spend([sale("2024-01-01", 20)], 0)).toBe(0);
  expect(spend([])).toBe(0);
  expect(spend([sale("2024-01-01", -20)])).toBe(0);
  const long = Array.from({ length: 91 }, (_, day) =>
    sale(isoDate(dayOf("2024-01-01") + day), day === 0 ? 9e9 : 4),
  );
  expect(spend(long)).toBe(30);
  // Two orders in ten days among four customers.
  const twice = { sales: [sale("2024-01-01", 20), sale("2024-01-10", 100)] };
  expect(averageCustomer(snapshotOf({ company: twice }, 4), 30).ordersPerDay).toBe(0.05);
});

describe("warnings", () => {
  const features = [
    { name: "recency", group: "spend", low: 0, high: 10 },
    { name: "month", group: "season", low: 1, high: 2 },
    { name: "never", group: "spend", low: null, high: null },
  ];
  const card = { features, training: { to: "2024-03-31" }, intervals: {} } as unknown as Card;
  const outside = (value: number) => valuesOutside(card, { x: Float64Array.of(value, 99, 99) } as Inputs);

  it("tell of a value that lies more than half the range of training beyond it", () => {
    expect([-5, 15, Number.NaN].flatMap(outside)).toEqual([]);
    expect(outside(15.001)).toEqual(["recency is 15, and the model has seen 0 to 10"]);
    expect(outside(-5.5)).toEqual(["recency is -5.5, and the model has seen 0 to 10"]);
  });

  it("tell what an answer does not rest on", () => {
    const told = (more: Partial<Circumstances>, of = card) =>
      warningsFor({ card: of } as LoadedModel, {
        ...{ snapshot: snapshotOf({}), date: "2024-04-01", ahead: 1, inputs: {} as Inputs, outside: [] },
        ...{ onlyReturned: false, staleSnapshot: undefined, staleModel: undefined, ...more },
      });
    expect(told({})).toEqual([]);
    expect(told({ inputs: undefined, outside: ["far out"] })).toEqual([
      "nothing is known of this customer before that day: this is the average of all customers",
      "far out",
    ]);
    expect(told({ inputs: undefined, onlyReturned: true })).toEqual([
      "this customer has returned goods and never bought any: this is the average of all customers, less for every day without a purchase",
    ]);
    expect(told({ ahead: 2 })).toEqual(["no file has come for the days after 2024-03-31"]);
    const learned = "the model has learned from days after 2024-03-31: it did not exist then";
    expect(told({ date: "2024-03-31", ahead: 0 })).toEqual([learned]);
    const older = { ...card, training: { to: "2024-03-30" } } as Card;
    expect(told({ date: "2024-03-31", ahead: 0 }, older)).toEqual([]);
    expect(told({}, { ...card, intervals: null })).toEqual([
      "the model has no intervals yet: too little history stands behind it",
    ]);
    expect(told({ staleSnapshot: "torn", staleModel: "gone" })).toEqual([
      "an older snapshot answers: torn",
      "an older model answers: gone",
    ]);
  });
});

describe("reasons", () => {
  const feature = (name: string, group: string) => ({ name, group, words: `${name} in words` });
  const task = {
    features: [
      feature("run_rate", "pace"),
      feature("a1", "a"),
      feature("a2", "a"),
      feature("b", "b"),
      feature("c", "c"),
      feature("d", "d"),
    ],
  };
  const inputs = (...x: number[]): Inputs => ({
    features: task.features.map(({ name }) => name),
    rows: 1,
    x: Float64Array.from(x),
    expected: Float64Array.of(1),
  });
  const explaining = (...effects: number[]) =>
    ({
      task,
      model: { explain: (_: Inputs, at: number) => Float64Array.from(at === 0 ? effects : []) },
    }) as unknown as LoadedModel;
  const row = inputs(1, 2.345, Number.NaN, 4, 5, 6);

  it("are the three strongest groups by their strongest feature; the customer's pace takes what is left", () => {
    // The effects add up to 6, and the value lies 11 above the start: 5 more are the pace's.
    const loaded = explaining(1, 3, -4, 5, 0, 1);
    expect(reasonsFor(loaded, { inputs: row, value: 16, start: 5 })).toEqual({
      reasons: [
        { feature: "run_rate", words: "run_rate in words", value: 1, effect: 6 },
        { feature: "b", words: "b in words", value: 4, effect: 5 },
        { feature: "a2", words: "a2 in words", value: null, effect: -1 },
      ],
      otherReasons: 1,
    });
    expect(reasonsFor(loaded, { inputs: undefined, value: 15.126, start: 5 })).toEqual({
      reasons: [],
      otherReasons: 10.13,
    });
  });

  it("of half a penny or more are told", () => {
    const told = (effect: number) =>
      reasonsFor(explaining(0, 0, 0, effect, 0, 0), { inputs: row, value: effect, start: 0 }).reasons;
    expect(told(0.005)).toHaveLength(1);
    expect(told(-0.005)).toHaveLength(1);
    expect(told(0.0049)).toEqual([]);
  });

  it("of a change are the differences, with the value before", () => {
    const before = inputs(1, 1, 1, 1, 1, 1);
    const model = { explain: ({ x }: Inputs) => Float64Array.of(0, 0, 0, x[3] ?? 0, -(x[4] ?? 0), 0) };
    const loaded = { task, model } as unknown as LoadedModel;
    const change = reasonsForChange(
      loaded,
      { inputs: before, value: 0, start: 0 },
      { inputs: row, value: -1, start: 0 },
    );
    expect(change).toEqual({
      reasons: [
        { feature: "c", words: "c in words", value: 5, before: 1, effect: -4 },
        { feature: "b", words: "b in words", value: 4, before: 1, effect: 3 },
      ],
      otherReasons: 0,
    });
    const known = reasonsForChange(
      loaded,
      { inputs: undefined, value: 2, start: 0 },
      { inputs: row, value: -1, start: 0 },
    );
    expect(known.reasons.map(({ feature, effect }) => [feature, effect])).toEqual([
      ["c", -5],
      ["b", 4],
    ]);
    expect(known.otherReasons).toBe(-2);
    expect(
      reasonsForChange(
        loaded,
        { inputs: row, value: 2, start: 0 },
        { inputs: undefined, value: 1.5, start: 0 },
      ),
    ).toEqual({ reasons: [], otherReasons: -0.5 });
  });

  it("of a model that cannot explain itself are what it would say if a feature were unknown", () => {
    const predict = ({ x, rows }: Inputs) =>
      Float64Array.from({ length: rows }, (_, at) => 2 * (x[at * 6 + 3] || 0) + 3 * (x[at * 6 + 4] || 0));
    const loaded = { task, model: { predict } } as unknown as LoadedModel;
    expect(
      reasonsFor(loaded, { inputs: row, value: 23, start: 0 }).reasons.map(({ feature, effect }) => [
        feature,
        effect,
      ]),
    ).toEqual([
      ["c", 15],
      ["b", 8],
    ]);
  });
});

it("a customer is told by the purchases, the newest ten of them, and the last known country", () => {
  const day = (date: number, country: string | null, orders: number, gross: number, returns: number) => [
    `2024-01-${String(date).padStart(2, "0")}`,
    country,
    orders,
    1,
    1,
    gross,
    returns,
    gross - returns,
  ];
  const days = [
    day(1, "GB", 1, 10.004, 0),
    ...Array.from({ length: 9 }, (_, n) => day(n + 2, null, 0, 0, 1)),
    day(20, null, 2, 5, 0.5),
  ];
  const told = answerCustomer(
    stateOf(snapshotOf({ customers: { A: { days, joined: null, age: null } } })),
    "A",
  );
  expect(told).toMatchObject({
    ...{ country: "GB", firstDay: "2024-01-01", lastDay: "2024-01-20", purchaseDays: 2, orders: 3 },
    ...{ gross: 15, returns: 9.5, net: 5.5, currency: "EUR", predictions: [] },
  });
  const { latest } = told as unknown as { latest: { date: string; net: number }[] };
  expect(latest).toHaveLength(10);
  expect([latest[0], latest[9]]).toMatchObject([
    { date: "2024-01-20", orders: 2, net: 4.5 },
    { date: "2024-01-02", net: -1 },
  ]);
  expect(() => answerCustomer(stateOf(snapshotOf({ customers: {} })), "A")).toThrow(
    'customer "A" has not bought',
  );
});

it("a forecast comes with the last 90 days of sales, and is stale from the eighth day after its last known one", () => {
  const sales = Array.from({ length: 91 }, (_, day) => [isoDate(dayOf("2024-01-01") + day), day + 0.126, 1]);
  const company = { forecast: { asOf: "2024-03-31" }, forecastMissing: null, sales };
  const at = (now: string) => answerForecast(stateOf(snapshotOf({ company }), now));
  expect(at("2024-04-07").recent).toHaveLength(90);
  expect(at("2024-04-07").recent[0]).toEqual({ date: "2024-01-02", net: 1.13 });
  expect([at("2024-04-07").stale, at("2024-04-08").stale]).toEqual([false, true]);
  expect(() =>
    answerForecast(
      stateOf(snapshotOf({ company: { forecast: null, forecastMissing: "too few days", sales } })),
    ),
  ).toThrow("too few days");
});

it("a model is told with the score of the family that serves", () => {
  const leaderboard = [
    { family: "rule", holdout: { rmse: 9 } },
    { family: "trees", holdout: { rmse: 5 } },
  ];
  const card = { task: "t", version: "v", family: "trees", created: "c", training: { to: "d" }, leaderboard };
  expect(
    answerModels(stateOf(snapshotOf({}), "2024-04-01", [{ value: { card }, stale: undefined }])).models,
  ).toEqual([
    {
      ...{ task: "t", version: "v", family: "trees", created: "c", trainedUntil: "d" },
      holdout: { rmse: 5 },
    },
  ]);
});

it("findings are told from a day on, withdrawn ones only when they are asked for", () => {
  const found = (id: string, period: string, state: string) => ({ id, period, state });
  const findings = {
    findings: [
      found("a", "2024-03-02", "open"),
      found("b", "2024-03-01", "withdrawn"),
      found("c", "2024-03-01", "muted"),
    ],
  };
  const ids = (query: Parameters<typeof answerFindings>[1]) =>
    answerFindings(stateOf(snapshotOf({ findings })), query)
      .findings.map(({ id }) => id)
      .join("");
  expect([
    ids({}),
    ids({ since: "2024-03-02" }),
    ids({ since: "2024-03-01" }),
    ids({ state: "withdrawn" }),
  ]).toEqual(["ac", "a", "ac", "b"]);
});
