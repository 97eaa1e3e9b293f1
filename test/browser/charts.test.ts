import { afterAll, beforeAll, expect, it } from "vitest";
import { type Browser, launchBrowser, type Page } from "./browser.ts";
import { normalCompany, type ServedCompany } from "./served-company.ts";

let browser: Browser;
let company: ServedCompany;
beforeAll(async () => {
  browser = await launchBrowser();
  company = await normalCompany();
});
afterAll(async () => {
  await browser?.close();
  await company?.close();
});

/** The y of each point of a line, as it was drawn. */
const drawnYs = (path: string): readonly number[] =>
  [...path.matchAll(/[ML]\s*[\d.-]+[ ,]([\d.-]+)|[ML][\d.-]+,([\d.-]+)/g)].map(([, first, second]) =>
    Number(first ?? second),
  );

/** Of the page's first chart: others below it have tables of their own. */
const column = async (page: Page, place: number): Promise<readonly number[]> =>
  (await page.locator(`:is(#metric, #sales) .numbers tbody tr td:nth-child(${place + 1})`).allTextContents())
    .filter((text) => text !== "")
    .map((text) => Number(text.replace(/[^\d.-]/g, "")));

it("every point of a line lies where the table's number says", async () => {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  for (const [address, line] of [
    ["/metrics/net_sales?range=all", "actual"],
    ["/forecast", "actual"],
    ["/metrics/orders?cadence=weekly", "actual"],
  ] as const) {
    await page.goto(`${company.url}${address}`);
    const ys = drawnYs((await page.locator(`path.line.${line}`).first().getAttribute("d")) ?? "");
    const values = await column(page, 1);
    expect(ys.length, address).toBe(values.length);
    expect(ys.length, address).toBeGreaterThan(10);
    // y falls linearly with the value: two points give the line that all others must lie on.
    const least = values.indexOf(Math.min(...values));
    const most = values.indexOf(Math.max(...values));
    const slope = ((ys[most] ?? 0) - (ys[least] ?? 0)) / ((values[most] ?? 0) - (values[least] ?? 0));
    expect(slope, address).toBeLessThan(0);
    for (const [place, value] of values.entries())
      expect(ys[place], `${address}, point ${place}`).toBeCloseTo(
        (ys[least] ?? 0) + slope * (value - (values[least] ?? 0)),
        0,
      );
  }
  await context.close();
});

it("the numbers are those of the tables", async () => {
  const rows = await company.home.rows(
    "select business_date, net from metrics.daily_sales where dimension = 'company' order by business_date",
  );
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(`${company.url}/metrics/net_sales?range=all`);
  const shown = await column(page, 1);
  expect(shown).toEqual(rows.map(({ net }) => Math.round(Number(net) * 100) / 100));
  const [total] = await company.home.rows("select count(*) as number from metrics.customers");
  await page.goto(`${company.url}/customers`);
  expect(await page.locator("main").innerText()).toContain(
    `${Number(total?.["number"])} customers have bought`,
  );
  await context.close();
});
