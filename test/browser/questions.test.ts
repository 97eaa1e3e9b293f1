import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Browser, launchBrowser } from "./browser.ts";
import { normalCompany, type ServedCompany } from "./served-company.ts";
import { untilPage, visitors, ways } from "./ways.ts";

let browser: Browser;
let company: ServedCompany;
beforeAll(async () => {
  browser = await launchBrowser();
  company = await normalCompany();
});
const { open, leave } = visitors(
  () => browser,
  () => company.url,
);
afterAll(async () => {
  await leave();
  await browser?.close();
  await company?.close();
});

const lineCount = async (day: string, invoice: string): Promise<number> => {
  const [row] = await company.home.rows(
    `select count(*) as n from clean.lines where business_date = date '${day}' and invoice_no like '${invoice}%'`,
  );
  return Number(row?.["n"]);
};

describe.each(ways)("%s", (name, options) => {
  const place = ways.findIndex(([way]) => way === name);

  it("finds the worst finding and its cause, from the first page on", async () => {
    const page = await open("/", options);
    await page.locator('main a[href^="/findings/"]').first().click();
    await page.waitForURL(/\/findings\/[0-9a-f]{16}/);
    const all = await company.home.rows(`
      select id, severity, period > date_sub((select max(business_date) from metrics.daily_sales), interval 31 day) as is_recent
      from insights.findings where state = 'open'`);
    const recent = all.filter((row) => row["is_recent"] === true);
    const known = recent.length > 0 ? recent : all;
    const severities = ["critical", "high", "medium", "low"];
    const worst = severities.find((each) => known.some(({ severity }) => severity === each));
    const shown = known.find(({ id }) => page.url().endsWith(`/findings/${id}`));
    expect(shown?.["severity"]).toBe(worst);
    const [why] = await company.home.rows(
      `select headline_en, headline_de from insights.explanations where finding_id = '${shown?.["id"]}'`,
    );
    const said = await page.locator("main").innerText();
    expect([why?.["headline_en"], why?.["headline_de"]].some((words) => said.includes(String(words)))).toBe(
      true,
    );
  });

  it("finds whom to call, and what is open there", async () => {
    const page = await open("/credit", options);
    const link = page.locator("a.who").first();
    const account = decodeURIComponent((await link.getAttribute("href")) ?? "").replace("/credit/", "");
    await link.click();
    await page.waitForURL(/\/credit\/./);
    const open_ = await company.home.rows(
      `select invoice_id as id from credit.invoices where account_id = '${account}' and settled_on is null`,
    );
    const shown = await page.locator("main table").first().innerText();
    const all = `${shown} ${await page.locator("main").innerText()}`;
    for (const { id } of open_) expect(all).toContain(String(id));
  });

  it("answers a question in SQL, and changes a saved one by its field", async () => {
    const page = await open("/ask", options);
    await page.locator("#sql").fill("select count(*) as lines_known from clean.lines");
    await page.locator("form:has(#sql) button").click();
    await page.waitForURL(/sql=/);
    const [known] = await company.home.rows("select count(*) as n from clean.lines");
    const digits = (await page.locator("#answer td, #answer tbody th").first().innerText()).replaceAll(
      /\D/g,
      "",
    );
    expect(Number(digits)).toBe(known?.["n"]);
    await page.locator('a[href="/ask?saved=sales_by_day"]').click();
    await page.locator('[id="p.days_back"]').fill("5");
    await page.locator('form:has([id="p.days_back"]) button').click();
    await page.waitForURL(/days_back=5/);
    // Of five days, as many as have sales.
    const days = await company.home.rows(
      "select business_date from metrics.daily_sales where dimension = 'company' and business_date > date_sub((select max(business_date) from metrics.daily_sales), interval 5 day)",
    );
    expect(await page.locator("#answer > .stack > .scroll tbody tr").count()).toBe(days.length);
    expect(await page.locator("figure#answer-chart svg.drawing").count()).toBe(1);
  });

  it("sees why a file is held back, lets it in, and turns another away", async () => {
    const head = "invoice_no,stock_code,quantity,invoice_date,unit_price\n";
    const day = `2024-05-1${place + 1}`;
    for (const [kind, decision, lines] of [
      ["R", "released", 2],
      ["N", "refused", 0],
    ] as const) {
      const file = `transactions/${day}-${kind}.csv`;
      const rows = [1, 2].map((row) => `${kind}${row},P0001,1,${day}T10:00:00,4\n`).join("");
      await company.home.dropText(file, `${head}${rows}`);
      await company.home.settle();
      const page = await open("/quality", options);
      await untilPage(page, `${company.url}/quality`, new RegExp(file));
      const held = page.locator(`li:has(input[value="${file}"])`);
      expect(await held.innerText()).toContain("2 rows, where more than 2 are expected");
      await held.locator(`button[value="${decision}"]`).click();
      await page.waitForURL(new RegExp(`decided=${decision}`));
      expect(await page.locator("main .note.good").first().innerText()).toContain(file);
      await company.home.settle();
      expect(await lineCount(day, kind)).toBe(lines);
      expect(await page.locator(`input[value="${file}"]`).count()).toBe(0);
    }
  });
});

describe("by keyboard alone", () => {
  it("acknowledges a finding, and sees it among the acknowledged", async () => {
    const page = await open("/findings");
    const link = page.locator("main .list a").first();
    const address = await link.getAttribute("href");
    await link.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/findings\/[0-9a-f]{16}/);
    await page.locator("#note").focus();
    await page.keyboard.type("a large order");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/done=1/);
    await page.goto(`${company.url}/findings?state=acknowledged`);
    expect(await page.locator(`main a[href="${address}"]`).count()).toBe(1);
  });

  it("lets a held file in", async () => {
    const page = await open("/quality");
    const button = page.locator('button[value="released"]').first();
    await button.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/decided=released/);
    expect(await page.locator("main .note.good").count()).toBe(1);
  });
});
