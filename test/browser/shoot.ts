import { launchBrowser } from "./browser.ts";

const [, , url = "", out = "", widths = "1280", themes = "light", lang = "en-GB", ...paths] = process.argv;
const browser = await launchBrowser();
for (const w of widths.split(","))
  for (const theme of themes.split(",") as ("light" | "dark")[]) {
    const context = await browser.newContext({
      viewport: { width: Number(w), height: 900 },
      colorScheme: theme,
      locale: lang,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    for (const p of paths) {
      await page.goto(url + p, { waitUntil: "load" });
      await page.screenshot({
        path: `${out}/${p.replaceAll(/[^a-z0-9]+/gi, "_")}-${w}-${theme}-${lang}.png`,
        fullPage: true,
      });
    }
    await context.close();
  }
await browser.close();
