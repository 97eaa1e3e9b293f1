import { mkdirSync } from "node:fs";
import { launchBrowser } from "./browser.ts";

/** The pictures of the README, from a running server: node test/browser/pictures.ts http://127.0.0.1:8080 */
const [, , url = "http://127.0.0.1:8080"] = process.argv;
const folder = ".github/pictures";

const pictures = [
  { name: "today", path: "/", width: 1280, height: 1080, theme: "light" },
  { name: "today-dark", path: "/", width: 1280, height: 1080, theme: "dark" },
  { name: "forecast", path: "/forecast", width: 1280, height: 860, theme: "light" },
  { name: "customers", path: "/customers", width: 1280, height: 860, theme: "light" },
  { name: "phone", path: "/", width: 390, height: 844, theme: "dark" },
] as const;

const browser = await launchBrowser();
mkdirSync(folder, { recursive: true });
for (const { name, path, width, height, theme } of pictures) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: "en-GB",
    reducedMotion: "reduce",
    deviceScaleFactor: 1.5,
  });
  const page = await context.newPage();
  await page.goto(`${url}${path}`, { waitUntil: "load" });
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}
await browser.close();
