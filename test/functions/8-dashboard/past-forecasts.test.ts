import { afterAll, beforeAll, expect, it } from "vitest";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { companyFiles } from "../7-predict/trained-home.ts";
import { pagesOf } from "./asked-pages.ts";
import { cellsIn, chartIn, drawnIn, largestOffset, numberOf, tableIn } from "./shown-chart.ts";

let home: OpenedHome;
let text: string;

/** A company whose last days came one after the other: three publications forecast what later ones know. */
beforeAll(async () => {
  home = await openTemporaryHome();
  const files = companyFiles(90);
  const dateOf = (name: string) => /\d{4}-\d\d-\d\d/.exec(name)?.[0] ?? "";
  const days = [...new Set(files.map(({ name }) => dateOf(name)))].filter((day) => day !== "").sort();
  for (const [from, to] of [
    [0, -20],
    [-20, -8],
    [-8, undefined],
  ] as const) {
    const some = new Set(from === 0 ? ["", ...days.slice(0, to)] : days.slice(from, to));
    for (const { name, text: content } of files)
      if (some.has(dateOf(name))) await home.dropText(name, content);
    await home.settle();
  }
  text = (await pagesOf(home).get("/forecast")).text;
}, 300_000);
afterAll(() => home.discard());

it("past forecasts stand beside what came, each as it was said last before its day", async () => {
  const known = await home.rows(`
    select cast(p.business_date as string) as day, p.value, p.low80, p.high80, round(coalesce(s.net, 0), 2) as net, p.as_of
    from predictions.sales_forecast p
    left join metrics.daily_sales s on s.business_date = p.business_date and s.dimension = 'company'
    where p.business_date <= (select max(business_date) from metrics.daily_sales)
      and p.as_of = (select max(as_of) from predictions.sales_forecast o where o.business_date = p.business_date)
    order by p.business_date`);
  expect(known.length).toBeGreaterThanOrEqual(20);
  expect(new Set(known.map((row) => row["as_of"])).size).toBeGreaterThanOrEqual(2);
  const shown = cellsIn(chartIn(text, "past"));
  expect(shown.map((row) => row.slice(1).map(numberOf))).toEqual(
    known.map((row) => [row["net"], row["value"], row["low80"], row["high80"]].map(Number)),
  );
});

it("the lines are drawn where the table's numbers say", () => {
  const chart = chartIn(text, "past");
  const shown = cellsIn(chart);
  for (const [place, role] of ["actual", "expected"].entries()) {
    const values = shown.map((row) => numberOf(row[place + 1]));
    const ys = drawnIn(chart, role);
    expect(ys).toHaveLength(values.length);
    expect(largestOffset(ys, values)).toBeLessThan(1);
  }
});

it("the totals beside it, and those of months and quarters, are those of the tables", async () => {
  const [total] = await home.rows(`
    with newest as (
      select business_date, value, row_number() over (partition by business_date order by as_of desc) as place
      from predictions.sales_forecast
    )
    select cast(round(sum(coalesce(net, 0))) as int64) as actual, cast(round(sum(newest.value)) as int64) as foreseen,
      sum(abs(newest.value - coalesce(net, 0))) / sum(coalesce(net, 0)) as missed
    from newest
    left join metrics.daily_sales s on s.business_date = newest.business_date and dimension = 'company'
    where place = 1 and newest.business_date <= (select max(business_date) from metrics.daily_sales)`);
  const fact = (name: string) => new RegExp(`<dt>${name}</dt><dd>([^<]*)`).exec(text)?.[1];
  expect(numberOf(fact("They brought"))).toBe(Number(total?.["actual"]));
  expect(numberOf(fact("Forecast for them"))).toBe(Number(total?.["foreseen"]));
  expect(numberOf(fact("Off by, on a day"))).toBeCloseTo(100 * Number(total?.["missed"]), 1);
  for (const [table, unit] of [
    ["By month", "month"],
    ["By quarter", "quarter"],
  ] as const) {
    const known = await home.rows(
      `select cast(round(sum(net)) as int64) as net from metrics.daily_sales where dimension = 'company' group by date_trunc(business_date, ${unit}) order by min(business_date) desc`,
    );
    const shown = tableIn(text, table).flatMap((row) => (row[1] === "" ? [] : [numberOf(row[1])]));
    expect(shown).toEqual(known.map(({ net }) => Number(net)).slice(0, shown.length));
    expect(shown.length).toBeGreaterThan(0);
  }
});

it("says in German, too, what it compares", async () => {
  const { text: german } = await pagesOf(home).get("/forecast?lang=de");
  expect(german).toContain("Frühere Prognosen und was kam");
});
