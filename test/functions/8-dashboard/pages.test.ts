import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { families, trainedHome } from "../7-predict/trained-home.ts";
import { type AskedPages, pagesOf } from "./asked-pages.ts";

const paths = [
  "/",
  "/metrics",
  "/metrics/net_sales",
  "/findings",
  "/findings/0123456789abcdef",
  "/forecast",
  "/customers",
  "/customers/C00001",
  "/credit",
  "/quality",
  "/models",
  "/ask",
  "/files",
];

describe("the pages of an empty home", () => {
  let home: OpenedHome;
  let pages: AskedPages;
  beforeAll(async () => {
    home = await openTemporaryHome();
    pages = pagesOf(home);
  });
  afterAll(() => home.discard());

  it.each(paths.filter((path) => path !== "/ask"))("%s says what would bring something", async (path) => {
    const { status, text, headers } = await pages.get(path);
    expect([200, 404]).toContain(status);
    expect(text).toContain('<section class="empty">');
    expect(text).not.toMatch(/undefined|NaN|\[object/);
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
  });
});

describe("the pages of a company", () => {
  let home: OpenedHome;
  let pages: AskedPages;
  beforeAll(async () => {
    home = await trainedHome();
    pages = pagesOf(home, "operator", families);
  }, 600_000);
  afterAll(() => home.discard());

  it.each([...paths, "/models/spend_30d"])(
    "%s has no inline script or style, and no value that is none",
    async (path) => {
      for (const language of ["en", "de"]) {
        const { text } = await pages.get(`${path}?lang=${language}`);
        expect(text).not.toMatch(/<style|style="|<script(?! src="\/assets\/)| on\w+="/);
        expect(text).not.toMatch(/undefined|\bNaN\b|Infinity|\[object/);
        expect(text).toContain(`<html lang="${language}"`);
      }
    },
  );

  it("is not rendered again for a browser that holds it, until something it shows has changed", async () => {
    const first = await pages.get("/forecast");
    const tag = first.etag ?? "";
    expect(tag).not.toBe("");
    expect((await pages.get("/forecast", { "if-none-match": tag })).status).toBe(304);
    expect((await pages.get("/forecast?lang=de", { "if-none-match": tag })).status).toBe(200);
  });

  it.each([
    "/customers/nobody",
    "/customers/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    `/customers/${"x".repeat(10_000)}`,
    `/customers/${encodeURIComponent("عميل رقم ١")}`,
    "/metrics/no_such",
    "/findings/ffffffffffffffff",
    "/models/nothing",
    "/no/such/page",
  ])("answers 404 with a page that says what to do: address %#", async (path) => {
    const { status, text } = await pages.get(path);
    expect(status).toBe(404);
    expect(text).toContain('<section class="empty">');
    expect(text).not.toContain("<script>alert");
    expect(text.length).toBeLessThan(20_000);
  });

  it.each(["1e99", "-1", "NaN", "Infinity", "12abc", "<b>", "999999999999999999", "1,000,000", "0x10", " "])(
    "an absurd amount is refused beside its field: %s",
    async (amount) => {
      const { status, text } = await pages.get(
        `/customers/C00001?amount=${encodeURIComponent(amount)}&items=1`,
      );
      expect(status).toBe(200);
      expect(text).toContain('aria-invalid="true"');
      expect(text).not.toContain("<b>");
    },
  );

  it("shows what a page of any number, order and country has", async () => {
    for (const query of [
      "page=999999999",
      "page=-1",
      "page=abc",
      "order=nonsense",
      "country=%3Cb%3E",
      "from=%00",
      "q=%F0%9F%99%82",
      "q=%",
    ])
      expect((await pages.get(`/customers?${query}`)).status, query).toBe(200);
  });

  it("serves two languages at once without mixing them", async () => {
    const all = await Promise.all(
      Array.from({ length: 200 }, (_, place) =>
        pages.get(`/customers?lang=${place % 2 === 0 ? "en" : "de"}`),
      ),
    );
    for (const [place, { text }] of all.entries())
      expect(text).toContain(place % 2 === 0 ? "<h1>Customers</h1>" : "<h1>Kunden</h1>");
  });

  it("shows a viewer figures and no people", async () => {
    const viewer = pagesOf(home, "viewer", families);
    const list = (await viewer.get("/customers")).text;
    expect(list).not.toMatch(/C0\d{4}/);
    expect((await viewer.get("/customers/C00001")).text).toContain("Your role shows figures, not people");
    expect((await viewer.get("/quality")).text).not.toContain("2024-13-45");
  });
});

describe("an action", () => {
  let home: OpenedHome;
  beforeAll(async () => {
    home = await openTemporaryHome();
  });
  afterAll(() => home.discard());

  it("is refused to a page of another site, and to a request that does not say where it comes from", async () => {
    const pages = pagesOf(home);
    const address = "/models/spend_30d/promote";
    const fields = { version: "20241006t031500z-4f9a21" };
    for (const headers of [
      { origin: "https://evil.example", host: "pages.test" },
      { host: "pages.test" },
      { "sec-fetch-site": "cross-site", origin: "http://pages.test", host: "pages.test" },
    ])
      expect((await pages.post(address, fields, headers as Record<string, string>)).status).toBe(403);
  });

  it("is refused to a reader without the right, with what to do", async () => {
    const { status, text } = await pagesOf(home, "viewer").post("/models/spend_30d/promote", {
      version: "20241006t031500z-4f9a21",
    });
    expect(status).toBe(403);
    expect(text).toContain("this needs the role operator");
  });

  it("on a finding that is gone is answered by a page that says so: the tab was stale", async () => {
    const { status, text } = await pagesOf(home).post("/findings/0123456789abcdef", {
      state: "acknowledged",
    });
    expect(status).toBe(404);
    expect(text).toContain('<section class="empty">');
  });
});
