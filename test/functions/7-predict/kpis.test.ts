import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KpiAnswer, KpisAnswer } from "../../../functions/7-predict/kpi-api.ts";
import { predict } from "../../../functions/7-predict/predict.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";

let home: OpenedHome;
let ask: (path: string, query?: string) => Promise<{ readonly status: number; readonly body: unknown }>;

const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id,country";

beforeAll(async () => {
  home = await openTemporaryHome({}, { families: new Map() });
  const days = ["2024-03-04", "2024-03-05", "2024-03-07", "2024-03-11"];
  for (const [place, day] of days.entries()) {
    const lines = ["GB", "DE"].map(
      (country, at) => `A${place}${at},P1,1,${day}T10:00:00,${place + 1}.50,K${at},${country}`,
    );
    await home.dropText(`transactions/${day}.csv`, `${[header, ...lines].join("\n")}\n`);
  }
  await home.settle();
  const service = predict(home.platform, new Map());
  ask = async (path, query = "") => {
    const reply = await service({ method: "GET", path, query, bytes: 0 });
    return { status: reply.status, body: "body" in reply ? reply.body : undefined };
  };
});
afterAll(() => home.discard());

describe("/v1/kpis", () => {
  it("lists every KPI with its newest values", async () => {
    const { status, body } = await ask("/v1/kpis");
    expect(status).toBe(200);
    const { kpis } = KpisAnswer.parse(body);
    expect(kpis).toHaveLength(17);
    const revenue = kpis.find(({ name }) => name === "total_revenue");
    expect(revenue).toMatchObject({ unit: "money", label: { en: "Revenue", de: "Umsatz" } });
    expect(revenue?.newest).toEqual([
      { cadence: "daily", period: "2024-03-11", value: 9, state: "complete", before: 3 },
      { cadence: "monthly", period: "2024-03-01", value: 24, state: "unfinished", before: null },
      { cadence: "weekly", period: "2024-03-11", value: 9, state: "unfinished", before: 15 },
    ]);
  });

  it("shows a KPI's values, with the days without lines", async () => {
    const { body } = await ask("/v1/kpis/total_revenue", "from=2024-03-05&to=2024-03-07");
    expect(body).toMatchObject({ cadence: "daily", by: "all", currency: "GBP", asOf: "2024-03-11" });
    expect(KpiAnswer.parse(body).series).toEqual([
      {
        segment: "all",
        points: [
          { period: "2024-03-05", value: 5, state: "complete" },
          { period: "2024-03-06", value: null, state: "closed" },
          { period: "2024-03-07", value: 7, state: "complete" },
        ],
      },
    ]);
  });

  it("shows them by a dimension and another cadence", async () => {
    const { body } = await ask("/v1/kpis/total_revenue", "by=country&cadence=weekly");
    expect(KpiAnswer.parse(body).series).toEqual(
      ["DE", "GB"].map((segment) => ({
        segment,
        points: [
          { period: "2024-03-04", value: 7.5, state: "complete" },
          { period: "2024-03-11", value: 4.5, state: "unfinished" },
        ],
      })),
    );
  });

  it.each([
    ["/v1/kpis/profit", "", 404, 'there is no KPI "profit"; there are active_customers'],
    [
      "/v1/kpis/total_revenue",
      "by=stock_code",
      400,
      'total_revenue has no dimension "stock_code"; it has all, country',
    ],
    ["/v1/kpis/weekend_share", "cadence=daily", 400, "weekend_share has no daily values"],
    ["/v1/kpis/total_revenue", "from=yesterday", 400, "Invalid ISO date"],
  ])("%s?%s is refused with %i", async (path, query, status, says) => {
    const reply = await ask(path, query);
    expect(reply.status).toBe(status);
    expect(JSON.stringify(reply.body).replaceAll('\\"', '"')).toContain(says);
  });
});
