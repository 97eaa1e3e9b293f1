import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { violationsOn } from "./accessibility.ts";
import { addresses } from "./addresses.ts";
import { type Browser, launchBrowser, type Page } from "./browser.ts";
import { emptyCompany, hugeCompany, normalCompany, type ServedCompany } from "./served-company.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** On the wider of these phones, cards stand side by side. */
const phones = [320, 360].map((width) => ({ width, height: 700 }));
const wide = { width: 1280, height: 900 };

/** A tenth of what counts as good. On a busy machine a page is painted before all of it has arrived, and moves by a hair. */
const mostShift = 0.01;

const widthTooMuch = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

describe.each([
  ["an empty company", emptyCompany],
  ["a normal company", normalCompany],
  ["a huge company", hugeCompany],
])("%s", (_, open) => {
  let company: ServedCompany;
  beforeAll(async () => {
    company = await open();
  });
  afterAll(() => company?.close());

  describe.each(["en", "de"] as const)("in %s", (language) => {
    it.each(["light", "dark"] as const)("has accessible, quiet pages that fit a phone: %s", async (theme) => {
      const context = await browser.newContext({
        viewport: wide,
        colorScheme: theme,
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      const said = listenTo(page);
      const faults: string[] = [];
      for (const address of [...addresses, ...(await linkedFrom(page, company.url))]) {
        await page.setViewportSize(wide);
        await page.goto(`${company.url}${address}${address.includes("?") ? "&" : "?"}lang=${language}`);
        expect(await page.evaluate("document.documentElement.lang")).toBe(language);
        for (const violation of await violationsOn(page)) faults.push(`${address}: ${violation}`);
        const shift = Number(await page.evaluate(layoutShift));
        if (shift > mostShift) faults.push(`${address}: the layout shifts by ${shift}`);
        for (const phone of phones) {
          await page.setViewportSize(phone);
          const over = Number(await page.evaluate(widthTooMuch));
          if (over > 0) faults.push(`${address}: ${over} px too wide at ${phone.width}`);
        }
      }
      faults.push(...said.filter((text) => !text.includes("404 (Not Found)")));
      expect(faults).toEqual([]);
      await context.close();
    });
  });
});

/** Of the page since it was asked for, without what followed a key or a click. */
const layoutShift = `new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) sum += value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 50);
})`;

/** Pages whose addresses are of the company: a finding, an account, a customer. */
const linkedFrom = async (page: Page, url: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const [list, link] of [
    ["/findings", 'main .list a[href^="/findings/"]'],
    ["/credit", "a.who"],
    ["/customers?order=id", 'main td a, main th a[href^="/customers/"]'],
  ] as const) {
    await page.goto(`${url}${list}`);
    const first = page.locator(link).first();
    if ((await page.locator(link).count()) > 0) found.push((await first.getAttribute("href")) ?? "/");
  }
  return found;
};

const listenTo = (page: Page): string[] => {
  const said: string[] = [];
  page.on("console", (message) => void said.push(`${page.url()}: ${message.text()}`));
  page.on("pageerror", (error) => void said.push(`${page.url()}: ${error.message}`));
  return said;
};
