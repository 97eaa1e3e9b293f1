import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { customerWords } from "../../functions/8-dashboard/pages/customers/customer-words.ts";
import { customersWords } from "../../functions/8-dashboard/pages/customers/customers-words.ts";
import { filesWords } from "../../functions/8-dashboard/pages/files/files-words.ts";
import { qualityWords } from "../../functions/8-dashboard/pages/quality/quality-words.ts";
import { type Browser, launchBrowser } from "./browser.ts";
import { normalCompany, type ServedCompany } from "./served-company.ts";
import { untilPage, visitors, ways } from "./ways.ts";

let browser: Browser;
let company: ServedCompany;
let customer = "";
beforeAll(async () => {
  browser = await launchBrowser();
  company = await normalCompany();
  const [row] = await company.home.rows(
    "select customer_id from metrics.customers order by net desc, customer_id limit 1",
  );
  customer = String(row?.["customer_id"]);
});
afterAll(async () => {
  await browser?.close();
  await company?.close();
});

const { open, leave } = visitors(
  () => browser,
  () => company.url,
);
afterAll(leave);

const exactly = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
/** What stands between two words of a sentence that names an amount. */
const amount = /[£\d.,\s]+/.source;

describe.each(ways)("%s", (way, options) => {
  const language = options.locale === "de-DE" ? "de" : "en";
  const said = {
    customers: customersWords(language),
    customer: customerWords(language),
    files: filesWords(language),
    quality: qualityWords(language),
  };

  it("predicts a customer with today's basket", async () => {
    const page = await open("/customers", options);
    await page.getByLabel(said.customers.find).fill(customer);
    await page.getByRole("button", { name: said.customers.show }).click();
    await page.getByRole("link", { name: customer, exact: true }).click();
    await page.getByLabel(said.customer.amount).fill("250");
    await page.getByLabel(said.customer.itemsAsked).fill("12");
    await page.getByRole("button", { name: said.customer.calculate }).click();
    const answer = await page.getByRole("status").first().innerText();
    expect(answer).toMatch(new RegExp(said.customer.result(amount)));
    const [, compared = ""] = said.customer.resultChange("", "").split(/^\s*|\s*\(/);
    expect(answer).toContain(compared);
    expect(page.url()).toContain("amount=250");
  });

  it("says what is wrong with an absurd basket, beside the field", async () => {
    const page = await open(`/customers/${customer}?amount=1e99&items=-3`, options);
    expect(await page.getByRole("status").first().innerText()).toContain(said.customer.amountFault);
    expect(await page.getByLabel(said.customer.amount).getAttribute("aria-invalid")).toBe("true");
  });

  it("shows why a row was quarantined, and takes the corrected file", async () => {
    const page = await open("/files", options);
    const name = `transactions/2024-06-0${1 + ways.findIndex(([each]) => each === way)}.csv`;
    const head = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id\n";
    const row = (quantity: string, place = 1) =>
      `A${place},P1,Mug,${quantity},${name.slice(13, 23)}T09:00:00,2.50,GBP,C1
`;
    // With a larger share of wrong rows the whole file is refused.
    const sound = Array.from({ length: 200 }, (_, place) => row("2", 100 + place)).join("");
    const send = async (text: string) => {
      await page.goto(`${company.url}/files`);
      await page
        .getByLabel(said.files.file, { exact: true })
        .setInputFiles({ name: "day.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
      await page.getByLabel(said.files.name).fill(name);
      await page.getByRole("button", { name: said.files.send }).click();
      expect(await page.getByText(exactly(said.files.sent(name))).count()).toBe(1);
    };
    // The inbox is watched by `npm start`; here the test drops what has arrived in it.
    const arrive = async (text: string) => {
      await company.home.dropText(name, text);
      await company.home.settle();
    };
    const rowsOf = `${company.url}/quality?file=${encodeURIComponent(name)}`;
    await send(head + row("many") + sound);
    await arrive(head + row("many") + sound);
    await untilPage(page, rowsOf, /many/);
    const shown = await page.locator("#rows").innerText();
    expect(shown).toContain(said.quality.line("2"));
    expect(shown).toContain("quantity");
    await send(head + row("3") + sound);
    await arrive(head + row("3") + sound);
    const mended = [said.quality.noneFits, said.quality.none].map((text) => exactly(text).source);
    await untilPage(page, rowsOf, new RegExp(mended.join("|")));
  });
});

describe("by keyboard alone", () => {
  it("skips to the content, finds a customer, and opens a chart's numbers", async () => {
    const page = await open("/");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    await page.goto(`${company.url}/`);
    for (let step = 0; step < 3; step++) await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.id")).toBe("find");
    await page.keyboard.type(customer);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/customers\?q=/);
    expect(await page.getByRole("link", { name: customer, exact: true }).count()).toBe(1);

    await page.goto(`${company.url}/forecast`);
    await page.locator("summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.getByRole("table", { name: "" }).first().isVisible()).toBe(true);
  });

  it("shows where the focus is, on every stop of a page", async () => {
    const page = await open("/customers");
    for (let step = 0; step < 25; step++) {
      await page.keyboard.press("Tab");
      const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
      expect(outline).not.toBe("none");
    }
  });
});

describe("on a phone", () => {
  it("opens the menu, and follows it", async () => {
    const page = await open("/", { viewport: { width: 360, height: 740 } });
    expect(await page.getByRole("link", { name: "Forecast", exact: true }).isVisible()).toBe(false);
    await page.getByRole("button", { name: "Menu" }).click();
    await page.getByRole("link", { name: "Forecast", exact: true }).click();
    await page.waitForURL(/\/forecast/);
  });
});

describe("in German", () => {
  it("speaks it on every page once it was chosen, also to a browser that prefers English", async () => {
    const page = await open("/");
    await page.getByRole("link", { name: "Deutsch" }).click();
    await page.goto(`${company.url}/forecast`);
    expect(await page.evaluate("document.documentElement.lang")).toBe("de");
    expect(await page.locator("h1").innerText()).toBe("Prognose");
  });
});
