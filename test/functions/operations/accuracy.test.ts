import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type Accuracy, measureAccuracy } from "../../../functions/operations/accuracy/accuracy.ts";
import { accuracyText } from "../../../infra/cli/text/accuracy.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { rootMeanSquaredError, rSquared } from "../../../shared/learning/metrics/errors.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { companyFiles, families, trainNow } from "../7-predict/trained-home.ts";

const Said = z.object({ customer_id: z.string(), value: z.string(), low80: z.string(), high80: z.string() });

let home: OpenedHome;
let from: string;
let before: Accuracy;
let after: Accuracy;

const dayIn = (name: string): string => /\d{4}-\d\d-\d\d/.exec(name)?.[0] ?? "";
const accuracy = (since = "2000-01-01") => measureAccuracy(home.platform, since);
const numbers = async (sql: string) =>
  (await home.rows(sql)).map((row) => Number(Object.values(row).at(-1) ?? 0));

/** A company is trained and published on one day; then five weeks pass. */
beforeAll(async () => {
  home = await openTemporaryHome({}, { families });
  const files = companyFiles(190);
  const last =
    files
      .map(({ name }) => dayIn(name))
      .toSorted()
      .at(-1) ?? "";
  from = isoDate(dayOf(last) - 34);
  for (const { name, text } of files) if (dayIn(name) < from) await home.dropText(name, text);
  await home.settle();
  for (const { task, outcome } of (await trainNow(home, "spend_30d", "next_day_spend")) ?? [])
    if (outcome !== "promoted") throw new Error(`${task}: ${outcome}`);
  await home.settle();
  before = await accuracy();
  // Newest first: then no publication on the way predicts days in between.
  for (const { name, text } of files.toReversed()) if (dayIn(name) >= from) await home.dropText(name, text);
  await home.settle();
  after = await accuracy();
});
afterAll(() => home.discard());

/** The actual spend for each customer's prediction of the first day, computed without the product's SQL. */
const outcome = async () => {
  const said = z
    .array(Said)
    .parse(await home.rows(`select * from predictions.spend where task = 'spend_30d' and as_of = '${from}'`));
  const bought = new Map(
    (
      await home.rows(
        `select customer_id, sum(net) as net from metrics.daily_customer_metrics
         where business_date between '${from}' and '${isoDate(dayOf(from) + 29)}' group by customer_id`,
      )
    ).map((row) => [String(row["customer_id"]), Math.max(0, Number(row["net"]))]),
  );
  return {
    said,
    y: Float64Array.from(said, (row) => bought.get(row.customer_id) ?? 0),
    predicted: Float64Array.from(said, ({ value }) => Number(value)),
  };
};

const windowOf = (accuracies: Accuracy) =>
  accuracies.totals.find((total) => total.task === "spend_30d" && total.from === from);

describe("customers' predictions", () => {
  it("are not scored before their days are over; the answer says when that will be", () => {
    expect(before.spend).toEqual([]);
    expect(windowOf(before)).toMatchObject({ customersCame: null, companyCame: null });
    expect(accuracyText(before)).toContain(`No prediction about customers is over yet`);
  });

  it("are compared with what they spent, beside the run-rate", async () => {
    const { said, y, predicted } = await outcome();
    const scored = (await measureAccuracy(home.platform, from)).spend.find(
      ({ task }) => task === "spend_30d",
    );
    const only = scored?.origins.count === 1 ? scored : undefined;
    expect(only?.predictions).toBe(said.length);
    expect(only?.model.rmse).toBeCloseTo(rootMeanSquaredError(y, predicted), 6);
    expect(only?.model.r2).toBeCloseTo(rSquared(y, predicted), 6);
    const inside = said.filter(
      ({ low80, high80 }, row) => (y[row] ?? 0) >= Number(low80) && (y[row] ?? 0) <= Number(high80),
    );
    expect(only?.within80).toBeCloseTo(inside.length / said.length, 9);
    expect(only?.runRate.mae).toBeGreaterThan(0);
  });

  it("are shown beside the known customers' part of the company's forecast", async () => {
    const { y, predicted } = await outcome();
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    const window = windowOf(after);
    const [foreseen] = await numbers(
      `select sum(value) as total from predictions.sales_forecast where as_of = '${from}'`,
    );
    const [sold] = await numbers(
      `select sum(net) as total from metrics.daily_sales
       where dimension = 'company' and business_date between '${from}' and '${isoDate(dayOf(from) + 29)}'`,
    );
    expect(window?.customersTogether).toBeCloseTo(sum(predicted), 6);
    expect(window?.customersCame).toBeCloseTo(sum(y), 6);
    expect(window?.company).toBeCloseTo(foreseen ?? 0, 6);
    expect(window?.companyCame).toBeCloseTo(sold ?? 0, 6);
    expect(window?.knownShare).toBeGreaterThan(0.3);
    expect(window?.knownShare).toBeLessThan(1);
    expect((window?.factor ?? 0) * sum(predicted)).toBeCloseTo(window?.companyFromKnown ?? Number.NaN, 4);
  });

  it("are scored again after scaling to the forecast", async () => {
    const { y, predicted } = await outcome();
    const factor = windowOf(after)?.factor ?? Number.NaN;
    const { reconciled } = (await measureAccuracy(home.platform, from)).spend.find(
      ({ task }) => task === "spend_30d",
    ) ?? { reconciled: null };
    const scaled = predicted.map((value) => factor * value);
    expect(reconciled?.before.rmse).toBeCloseTo(rootMeanSquaredError(y, predicted), 6);
    expect(reconciled?.after.rmse).toBeCloseTo(rootMeanSquaredError(y, scaled), 6);
    expect(reconciled?.after.rmse).not.toBeCloseTo(reconciled?.before.rmse ?? 0, 2);
  });
});

describe("the company's forecast", () => {
  it("is compared with each day's sales, by days ahead; a closed day sold nothing", async () => {
    const days = after.forecast.days.filter(({ as_of }) => as_of === from);
    expect(days.map(({ days_ahead }) => days_ahead)).toEqual(Array.from({ length: 30 }, (_, day) => day + 1));
    const sales = new Map(
      (await home.rows("select business_date, net from metrics.daily_sales where dimension = 'company'")).map(
        (row) => [String(row["business_date"]), Number(row["net"])],
      ),
    );
    for (const day of days) expect(day.actual).toBe(sales.get(day.business_date) ?? 0);
    const all = after.forecast.byDaysAhead.find(({ ahead }) => ahead === "all");
    const missed = after.forecast.days.map(({ predicted, actual }) => Math.abs(predicted - actual));
    expect(all?.mae).toBeCloseTo(missed.reduce((sum, miss) => sum + miss, 0) / missed.length, 9);
  });
});

it("`daybook accuracy` shows all of this, and the drift of the features", () => {
  const text = accuracyText(after);
  for (const part of [
    "Customers: predicted against actual",
    "(run-rate)",
    "Side by side",
    "Reconciled",
    "The company's days",
  ])
    expect(text).toContain(part);
  expect(text).toMatch(/Drift of spend_30d \(\d{8}t/);
});
