import type { Browser, Context, ContextOptions, Page } from "./browser.ts";

/** How people come: each main task must work in each of them. */
export const ways: readonly (readonly [name: string, options: ContextOptions])[] = [
  ["in a browser", {}],
  ["without JavaScript", { javaScriptEnabled: false }],
  ["on a phone, in dark mode", { viewport: { width: 360, height: 740 }, colorScheme: "dark" }],
  ["in German", { locale: "de-DE" }],
];

/** Opens pages, each for a visitor of its own. */
export const visitors = (browser: () => Browser, url: () => string) => {
  const contexts: Context[] = [];
  return {
    async open(path: string, options: ContextOptions = {}): Promise<Page> {
      const context = await browser().newContext({
        viewport: { width: 1280, height: 900 },
        locale: "en-GB",
        ...options,
      });
      contexts.push(context);
      const page = await context.newPage();
      await page.goto(`${url()}${path}`);
      return page;
    },
    async leave(): Promise<void> {
      for (const context of contexts.splice(0)) await context.close();
    },
  };
};

/** The server looks at the files again each second: a page is asked for until it says what is waited for. */
export const untilPage = async (page: Page, url: string, text: RegExp): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    await page.goto(url);
    if (text.test(await page.locator("main").innerText())) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} never said ${text}: ${await page.locator("main").innerText()}`);
};
