import { existsSync } from "node:fs";
import { createRequire } from "node:module";

/** What these tests use of the driver, which has a package of its own: the product's types must not need it. */
export interface Browser {
  newContext(options?: ContextOptions): Promise<Context>;
  close(): Promise<void>;
}

export interface ContextOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly locale?: string;
  readonly javaScriptEnabled?: boolean;
  readonly reducedMotion?: "reduce";
  readonly deviceScaleFactor?: number;
}

export interface Context {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export interface Page {
  goto(url: string, options?: { readonly waitUntil: "load" }): Promise<{ status(): number } | null>;
  url(): string;
  evaluate(script: string): Promise<unknown>;
  addScriptTag(tag: { readonly content: string }): Promise<unknown>;
  screenshot(options: { readonly path: string; readonly fullPage?: boolean }): Promise<unknown>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  on(event: "console", call: (message: { text(): string }) => void): void;
  on(event: "pageerror", call: (error: Error) => void): void;
  on(event: "response", call: (response: { url(): string }) => void): void;
  getByRole(role: string, options?: { readonly name?: string | RegExp; readonly exact?: boolean }): Locator;
  getByLabel(text: string | RegExp, options?: { readonly exact?: boolean }): Locator;
  getByText(text: string | RegExp): Locator;
  locator(selector: string): Locator;
  waitForURL(url: RegExp): Promise<void>;
  readonly keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
}

export interface Locator {
  first(): Locator;
  nth(place: number): Locator;
  locator(selector: string): Locator;
  click(): Promise<void>;
  fill(text: string): Promise<void>;
  focus(): Promise<void>;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  textContent(): Promise<string | null>;
  innerText(): Promise<string>;
  allTextContents(): Promise<readonly string[]>;
  getAttribute(name: string): Promise<string | null>;
  setInputFiles(files: {
    readonly name: string;
    readonly mimeType: string;
    readonly buffer: Buffer;
  }): Promise<void>;
  waitFor(options?: { readonly state: "visible" | "hidden" }): Promise<void>;
  selectOption(value: string): Promise<unknown>;
}

interface Driver {
  readonly chromium: {
    launch(options: { readonly executablePath: string; readonly args: readonly string[] }): Promise<Browser>;
  };
}

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The machine's own Chromium: the driver's download is not needed. */
export const launchBrowser = async (): Promise<Browser> => {
  const executablePath = [process.env["DAYBOOK_CHROMIUM"] ?? "", ...places].find((place) =>
    existsSync(place),
  );
  if (executablePath === undefined)
    throw new Error("Chromium is missing: apt-get install chromium, or name it in DAYBOOK_CHROMIUM");
  const driver = createRequire(import.meta.url)("playwright-core") as Driver;
  // Root may not use Chromium's sandbox, and tests often run as root. The pages are our own.
  return driver.chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
};
