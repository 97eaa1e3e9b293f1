import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FindingsAnswer } from "../../../functions/7-predict/findings.ts";
import { ask } from "../../../functions/operations/ask-predict.ts";
import { actOnFinding } from "../../../functions/operations/findings/act.ts";
import { simulateFindings } from "../../../functions/operations/findings/simulate.ts";
import { dayOf, isoDate, weekdayOf } from "../../../shared/dates.ts";
import { stream } from "../../../shared/learning/random.ts";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";

const firstDay = dayOf("2024-01-01");
const days = 75;
const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,currency,customer_id\n";

/** A shop that is closed on Saturdays: about 30 orders a day, each of one line. */
const dayText = (day: number, orders: number): string => {
  const random = stream(4, "shop", day);
  const date = isoDate(day);
  const rows = Array.from(
    { length: orders },
    (_, order) =>
      `${date}-${order},P${random.below(20)},${1 + random.below(3)},${date}T1${order % 9}:00:00,${4 + random.below(4)},GBP,C${random.below(60)}\n`,
  );
  return header + rows.join("");
};

const usualOrders = (day: number): number => 27 + stream(5, "orders", day).below(8);
const openDays = Array.from({ length: days }, (_, day) => firstDay + day).filter(
  (day) => weekdayOf(day) !== 6,
);
const fileOf = (day: number) => `transactions/${isoDate(day)}.csv`;

vi.setConfig({ testTimeout: 300_000 });

let home: TemporaryHome;
beforeEach(async () => {
  home = await temporaryHome();
});
afterEach(() => home.close());

const dropDays = async (orders: (day: number) => number, which = openDays): Promise<void> => {
  for (const day of which) await home.dropText(fileOf(day), dayText(day, orders(day)));
  await home.settle();
};

const found = async (where = "true") =>
  home.platform.warehouse.query(
    `select id, kpi, period, kind, direction, state, confidence, also from insights.findings where cadence = 'daily' and ${where} order by period, id`,
  );

const odd = openDays.at(-3) ?? 0;

describe("a day with a fifth of the usual orders", () => {
  it("is one finding, which a corrected file withdraws and a third file opens again", async () => {
    await dropDays((day) => (day === odd ? 6 : usualOrders(day)));
    const [finding, ...others] = await found(`period = date '${isoDate(odd)}' and kind = 'point'`);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ direction: "down", state: "open" });
    const moved = [
      finding?.["kpi"],
      ...JSON.parse(String(finding?.["also"])).map((each: { kpi: string }) => each.kpi),
    ];
    expect(moved).toEqual(
      expect.arrayContaining(["order_count", "total_revenue", "units_sold", "active_customers"]),
    );

    await dropDays(usualOrders, [odd]);
    expect(await found(`id = '${finding?.["id"]}'`)).toMatchObject([{ state: "withdrawn" }]);
    expect(await found(`period = date '${isoDate(odd)}' and state = 'open' and kind = 'point'`)).toEqual([]);

    await dropDays(() => 6, [odd]);
    expect(await found(`id = '${finding?.["id"]}'`)).toMatchObject([{ ...finding, state: "open" }]);
  });

  it("is served, and people's acts are kept with it", async () => {
    await dropDays((day) => (day === odd ? 6 : usualOrders(day)));
    const [finding] = await found(`period = date '${isoDate(odd)}' and kind = 'point'`);
    const id = String(finding?.["id"]);
    await actOnFinding(home.platform, { id, kind: "expected", note: "moving house" });
    await home.settle();
    const served = FindingsAnswer.parse(
      await ask(home.platform, `/v1/findings?since=${isoDate(odd)}&state=expected`),
    );
    expect(served.findings).toMatchObject([{ id, state: "expected", note: "moving house" }]);
    await expect(ask(home.platform, "/v1/findings?state=wrong")).rejects.toThrow("state");
    await expect(ask(home.platform, "/v1/findings/0000000000000000")).rejects.toThrow("no finding");
    await expect(actOnFinding(home.platform, { id: "x", kind: "muted" })).rejects.toThrow("daybook findings");

    const { findings } = await simulateFindings(home.platform, { days: 10, materiality: 99 });
    expect(findings.filter(({ kind, period }) => kind === "point" && period === isoDate(odd))).toEqual([]);
    const as = await simulateFindings(home.platform, { days: 10 });
    expect(as.findings.map((each) => each.id)).toContain(id);
  });
});

it("a day that is missing is found once the next one is there; a Saturday is not", async () => {
  await dropDays(
    usualOrders,
    openDays.filter((day) => day !== odd),
  );
  const missing = await found("direction = 'down' and kind = 'point'");
  expect(missing.map(({ period }) => period)).toEqual([isoDate(odd)]);
});

it("a company of three days is learned, not judged", async () => {
  await dropDays((day) => (day % 2 === 0 ? 1 : 60), openDays.slice(0, 3));
  expect(await found()).toEqual([]);
});
