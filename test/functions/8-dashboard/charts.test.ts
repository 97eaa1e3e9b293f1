import { afterAll, beforeAll, expect, it } from "vitest";
import { publishCompany } from "../../bench/pages-company.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { families } from "../7-predict/trained-home.ts";
import { type AskedPages, pagesOf } from "./asked-pages.ts";
import { chartsIn, idOf, offsetOf, sparksIn } from "./drawn-charts.ts";
import { largestOffset } from "./shown-chart.ts";
import { wholeCompany } from "./whole-company.ts";

let home: OpenedHome;
let pages: AskedPages;
beforeAll(async () => {
  home = await wholeCompany();
  pages = pagesOf(home, "operator", families);
}, 600_000);
afterAll(() => home?.discard());

/** Every page that draws, and every choice that changes what it draws. */
const addresses = async (): Promise<readonly string[]> => {
  const metrics = await home.rows("select distinct kpi from metrics.kpi_values order by kpi");
  const found = await home.rows(
    "select id from insights.findings where state = 'open' order by severity, id limit 10",
  );
  const [customer] = await home.rows("select customer_id as id from metrics.customers order by net desc, id");
  const kpis = [...metrics.map(({ kpi }) => String(kpi)), "net_sales", "orders", "sales_per_order"];
  return [
    "/",
    "/forecast",
    "/forecast?range=all",
    "/quality",
    `/customers/${customer?.["id"]}`,
    ...["daily", "weekly", "monthly"].flatMap((cadence) =>
      kpis.map((kpi) => `/metrics/${kpi}?cadence=${cadence}&range=all`),
    ),
    ...found.map(({ id }) => `/findings/${id}`),
    `/ask?saved=sales_by_day`,
    `/ask?sql=${encodeURIComponent("select tier, count(*) as n from metrics.tiers group by tier order by tier")}`,
  ];
};

it("every chart of every page lies where its own table's numbers say", async () => {
  const seen = new Set<string>();
  for (const address of await addresses())
    for (const chart of chartsIn((await pages.get(address)).text)) {
      expect(offsetOf(chart), `${address} ${idOf(chart)}`).toBeLessThan(1);
      seen.add(idOf(chart).replace(/^change-.*/, "change"));
    }
  expect([...seen].sort()).toEqual(
    [
      "answer-chart",
      "around",
      "causes",
      "change",
      "metric",
      "months",
      "past",
      "recent",
      "sales",
      "score",
    ].sort(),
  );
}, 300_000);

it("the chart of the cash to come, which needs a model of a large company, lies where its table says", async () => {
  const large = await openTemporaryHome();
  await publishCompany(large.platform.serving, 300);
  const charts = chartsIn((await pagesOf(large).get("/credit")).text);
  expect(charts.map(idOf)).toEqual(["cash"]);
  for (const chart of charts) expect(offsetOf(chart)).toBeLessThan(1);
  await large.discard();
});

it("each small line of a card has the last values of its KPI", async () => {
  for (const [path, cadence] of [
    ["/", "daily"],
    ["/metrics", "daily"],
    ["/metrics?cadence=weekly", "weekly"],
  ] as const) {
    const sparks = sparksIn((await pages.get(path)).text);
    let compared = 0;
    for (const [kpi, ys] of sparks) {
      const known = await home.rows(
        `select value from metrics.kpi_values where kpi = '${kpi}' and cadence = '${cadence}' and dimension = 'all' and state != 'unfinished' and value is not null order by period`,
      );
      const values = known.slice(-ys.length).map(({ value }) => Number(value));
      if (values.length < 2 || Math.max(...values) === Math.min(...values)) continue;
      expect(values.length, `${path} ${kpi}`).toBe(ys.length);
      expect(largestOffset(ys, values), `${path} ${kpi}`).toBeLessThan(0.2);
      compared++;
    }
    expect(compared, path).toBeGreaterThan(3);
  }
});
