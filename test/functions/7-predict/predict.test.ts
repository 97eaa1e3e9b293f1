import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  BatchAnswer,
  CustomerAnswer,
  ForecastAnswer,
  SpendAnswer,
} from "../../../functions/7-predict/api.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import { openModel } from "../../../shared/registry/self-test.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import type { OpenedHome } from "../../e2e/temporary-home.ts";
import { readInputs } from "../../shared/tasks/read-inputs.ts";
import { type Client, clientOf, families, trainedHome } from "./trained-home.ts";
import { addUp, wrongAnswers } from "./what-if/questions.ts";

let home: OpenedHome;
let client: Client;
let asOf: string;
let customers: string[];

beforeAll(async () => {
  home = await trainedHome();
  client = clientOf(home);
  const rows = await home.rows(
    "select customer_id, max(last_day) over () as last from metrics.customers order by net desc",
  );
  customers = rows.map(({ customer_id }) => String(customer_id));
  asOf = String(rows[0]?.["last"]);
});

afterAll(() => home.discard());

const spend = async (question: object): Promise<SpendAnswer> => {
  const { status, body } = await client.post("/v1/predict/spend", question);
  expect(body).toMatchObject({});
  expect(status).toBe(200);
  return SpendAnswer.parse(body);
};

const daysAfter = (date: string, days = 1) =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** What the promoted model says of the rows that SQL makes. */
const fromTheWarehouse = async (name: string, date: string): Promise<Map<string, number>> => {
  const task = loadTask(name);
  const registry = registryIn(home.platform.models);
  const version = (await registry.current(name))?.value.version ?? "";
  const model = openModel(
    await registry.load(name, version),
    families,
    task.features.map((feature) => feature.name),
  );
  const { inputs, entities } = await readInputs(home.platform.warehouse, task, [date]);
  const answers = model.predict(inputs);
  return new Map(
    entities.map((entity, row) => [entity, Math.round(Math.max(0, answers[row] ?? 0) * 100) / 100]),
  );
};

describe("an answer about a customer", () => {
  it.each([
    ["spend_30d", "30d", 1],
    ["next_day_spend", "next_day", 1],
    ["spend_30d", "30d", -45],
  ] as const)(
    "is what the model says of the warehouse's own rows: %s, %s, day %i",
    async (task, horizon, days) => {
      const date = daysAfter(asOf, days);
      const expected = await fromTheWarehouse(task, date);
      expect(expected.size).toBeGreaterThan(50);
      for (const [customer, value] of expected) {
        const answer = await spend({ customer, date, horizon });
        expect(answer.value).toBeCloseTo(value, 2);
        expect(answer.interval80.low).toBeLessThanOrEqual(answer.interval80.high);
        expect(answer.interval95.high).toBeGreaterThanOrEqual(answer.interval80.high);
        expect(answer).toMatchObject({ unseen: false, stale: false, from: date, asOf: daysAfter(date, -1) });
      }
    },
  );

  it("is stale, and says so, when the data ended more than a week ago and no day was asked for", async () => {
    const [customer = ""] = customers;
    const askAfter = async (days: number, path: string, question?: object) => {
      const clock = { ...home.platform.clock, now: () => new Date(`${daysAfter(asOf, days)}T12:00:00Z`) };
      const later = clientOf({ ...home, platform: { ...home.platform, clock } });
      const { body } = await (question ? later.post(path, question) : later.get(path));
      return body as { stale: boolean; warnings?: string[] };
    };
    const spendPath = "/v1/predict/spend";
    expect(await askAfter(7, spendPath, { customer })).toMatchObject({ stale: false });
    const old = await askAfter(906, spendPath, { customer });
    expect(old).toMatchObject({ stale: true, warnings: [expect.stringContaining("was 906 days ago")] });
    expect(await askAfter(906, spendPath, { customer, date: daysAfter(asOf) })).toMatchObject({
      stale: false,
    });
    for (const path of ["/v1/kpis", "/v1/findings", "/v1/forecast"]) {
      expect(await askAfter(7, path)).toMatchObject({ stale: false });
      expect(await askAfter(906, path)).toMatchObject({ stale: true });
    }
  });

  it("gives reasons in words, and says that a past answer is from a model of today", async () => {
    const [customer = ""] = customers;
    const now = await spend({ customer });
    expect(now.reasons.length).toBeGreaterThan(0);
    for (const { words, effect } of now.reasons) expect(words.length * Math.abs(effect)).toBeGreaterThan(0);
    const past = await spend({ customer, date: daysAfter(asOf, -45) });
    expect(past.warnings.join()).toMatch(/has learned from days after/);
  });

  it("never falls with a basket or a larger one, and its reasons add up: 300 pairs of questions", async () => {
    const ask = (customer: string, today: object) => spend({ customer, today });
    const { wrong, raised } = await wrongAnswers(ask, [...customers, "never seen"], 300, 1);
    expect(wrong).toEqual([]);
    expect(raised).toBeGreaterThan(200);
    for (const customer of customers)
      for (const horizon of ["30d", "next_day"]) expect(addUp(await spend({ customer, horizon }))).toBe(true);
  });

  it("may fall when more comes back than is bought", async () => {
    const [customer = ""] = customers;
    const answer = await spend({ customer, today: { amount: 10, items: 1, returns: 500 } });
    expect(answer.withoutToday?.change).toBeLessThanOrEqual(0);
  });

  it("is without today's basket what was known in the morning, also of a day that files have told of", async () => {
    for (const customer of customers.slice(0, 20)) {
      const asked = await spend({ customer, date: asOf, today: { amount: 50, items: 1 } });
      expect(asked.withoutToday?.change).toBeGreaterThanOrEqual(0);
    }
  });

  it("is that of an average customer for one nobody has seen, and says so", async () => {
    const answer = await spend({ customer: "never seen" });
    expect(answer).toMatchObject({ unseen: true, reasons: [] });
    expect(answer.value).toBeGreaterThan(0);
    expect(answer.warnings.join()).toMatch(/average of all customers/);
    const shopping = await spend({ customer: "never seen", today: { amount: 100, items: 3 } });
    expect(shopping).toMatchObject({ unseen: true, asOf: daysAfter(asOf) });
    expect(shopping.value).toBeGreaterThanOrEqual(answer.value);
    const large = await spend({ customer: "never seen", today: { amount: 1e6, items: 3 } });
    expect(large.value).toBeGreaterThan(shopping.value);
  });

  it("warns when a basket is beyond everything the model has seen", async () => {
    const answer = await spend({ customer: customers[3], today: { amount: 9e8, items: 900_000 } });
    expect(answer.extrapolating).toBe(true);
    expect(answer.warnings.join()).toMatch(/best_day is 900000000/);
    expect(Number.isFinite(answer.value)).toBe(true);
  });

  it("says so when the files of the days before the one asked about have not come", async () => {
    const [customer = ""] = customers;
    const usual = await spend({ customer, date: daysAfter(asOf, 1) });
    expect(usual.extrapolating).toBe(false);
    const ahead = await spend({ customer, date: daysAfter(asOf, 5) });
    expect(ahead).toMatchObject({ extrapolating: true, asOf, from: daysAfter(asOf, 5) });
    expect(ahead.warnings.join()).toContain(`no file has come for the days after ${asOf}`);
  });
});

describe("many questions at once", () => {
  it("are answered in their order as each alone would be", async () => {
    const questions = customers.slice(0, 60).map((customer, index) => ({
      customer,
      horizon: index % 2 === 0 ? "30d" : "next_day",
    }));
    const { body } = await client.post("/v1/predict/spend:batch", { questions });
    const { answers } = BatchAnswer.parse(body);
    for (const [index, question] of questions.entries())
      expect(answers[index]).toEqual(await spend(question));
  });

  it("do not fall together: one with a wrong date says so in its place", async () => {
    const { body } = await client.post("/v1/predict/spend:batch", {
      questions: [{ customer: customers[0], date: "1999-01-01" }, { customer: customers[1] }],
    });
    expect(BatchAnswer.parse(body).answers).toMatchObject([
      {
        customer: customers[0],
        problem: expect.stringMatching(/before anything is known; the first day is/),
      },
      { customer: customers[1], unseen: false },
    ]);
  });

  it("are a thousand at most", async () => {
    const questions = Array.from({ length: 1001 }, () => ({ customer: "a" }));
    expect(await client.post("/v1/predict/spend:batch", { questions })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "questions" }] },
    });
  });
});

describe("what can be read", () => {
  it("is a customer as the tables have them, with what is expected of them", async () => {
    const [row] = await home.rows(
      "select customer_id, orders, cast(net as float64) as net, active_days from metrics.customers order by net desc limit 1",
    );
    const { body } = await client.get(`/v1/customers/${encodeURIComponent(String(row?.["customer_id"]))}`);
    const answer = CustomerAnswer.parse(body);
    expect(answer.orders).toBe(row?.["orders"]);
    expect(answer.net).toBeCloseTo(Number(row?.["net"]), 2);
    expect(answer.predictions.map(({ model }) => model.task)).toEqual(["next_day_spend", "spend_30d"]);
    expect(await client.get("/v1/customers/nobody")).toMatchObject({ status: 404 });
  });

  it("is the forecast of the company's next 30 days, and which models answer", async () => {
    const { forecast, recent } = ForecastAnswer.parse((await client.get("/v1/forecast")).body);
    expect(forecast.days.map(({ date }) => date)).toEqual(
      Array.from({ length: 30 }, (_, step) => daysAfter(asOf, step + 1)),
    );
    expect(recent.at(-1)?.date).toBe(asOf);
    const { body } = await client.get("/v1/models");
    expect(body).toMatchObject({ models: [{ task: "next_day_spend" }, { task: "spend_30d", holdout: {} }] });
  });
});

// The last one: it changes what is known.
describe("a question about today", () => {
  // Each number of an answer is rounded to pence by itself.
  const aPenny = 0.011;

  it("counts today's basket as the same basket in a file would count, where that raises the answer", async () => {
    const date = daysAfter(asOf);
    const today = { amount: 240, items: 12, orders: 1, products: 2 };
    const all = await Promise.all(
      customers.map(async (customer) => ({ customer, asked: await spend({ customer, date, today }) })),
    );
    for (const { asked } of all) {
      const { value, change } = asked.withoutToday ?? { value: Number.NaN, change: Number.NaN };
      expect(Math.abs(value + change - asked.value)).toBeLessThan(aPenny);
    }
    const shoppers = all.filter(({ asked }) => (asked.withoutToday?.change ?? 0) > 0);
    expect(shoppers.length).toBeGreaterThan(10);
    const lines = shoppers.flatMap(({ customer }, place) =>
      ["A1", "B2"].map((code) => `99${1000 + place},${code},Lamp,6,${date} 10:00:00,20.00,${customer},`),
    );
    await home.dropText(
      `transactions/${date}.csv`,
      `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n${lines.join("\n")}\n`,
    );
    await home.settle();
    const told = clientOf(home);
    let equal = 0;
    for (const { customer, asked } of shoppers) {
      const { body } = await told.post("/v1/predict/spend", { customer, date: daysAfter(date) });
      const { value } = SpendAnswer.parse(body);
      // The answer is read from a curve through fixed amounts: it may differ in the fourth digit.
      expect(value).toBeLessThan(asked.value * 1.0005 + aPenny);
      equal += Number(value > asked.value * 0.9995 - aPenny);
    }
    expect(equal).toBeGreaterThan(shoppers.length / 2);
  });

  it("is worth less than the average, and says why, of a customer with returns alone", async () => {
    const date = daysAfter(asOf, 2);
    await home.dropText(
      `transactions/${date}.csv`,
      `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\nC990001,A1,Lamp,-2,${date} 10:00:00,20.00,77001,\n990002,A1,Lamp,2,${date} 11:00:00,20.00,77002,\n`,
    );
    await home.settle();
    const asked = { customer: "77001", date: daysAfter(date, 5) };
    const { body } = await clientOf(home).post("/v1/predict/spend", asked);
    const answer = SpendAnswer.parse(body);
    expect(answer.value).toBeLessThan(answer.start);
    expect(answer.value).toBeGreaterThan(0);
    expect(answer).toMatchObject({
      unseen: false,
      warnings: expect.arrayContaining([expect.stringMatching(/never bought any/)]),
    });
    expect(addUp(answer)).toBe(true);
    const { body: shopping } = await clientOf(home).post("/v1/predict/spend", {
      ...asked,
      today: { amount: 30, items: 2 },
    });
    expect(SpendAnswer.parse(shopping).withoutToday?.change).toBeGreaterThanOrEqual(0);
  });
});
