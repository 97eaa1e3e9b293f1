import { describe, expect, it, vi } from "vitest";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { pagesOf } from "./asked-pages.ts";

vi.setConfig({ testTimeout: 300_000 });

const paths = [
  "/",
  "/metrics",
  "/metrics?cadence=monthly",
  "/metrics/total_revenue",
  "/metrics/net_sales?cadence=weekly&range=all",
  "/findings",
  "/forecast",
  "/customers",
  "/customers?order=id",
  "/credit",
  "/quality",
  "/models",
  "/ask?saved=sales_by_day",
  "/files",
];
const head = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id,country\n";
const noValue = /undefined|\bNaN\b|Infinity|\[object/;

it("a company of one day has every page, in both languages, and a profile", async () => {
  const home = await temporaryHome();
  await home.dropText(
    "transactions/2024-03-01.csv",
    `${head}A1,P1,Mug,2,2024-03-01T10:00:00,2.50,C1,France\nA2,P1,Mug,-2,2024-03-01T11:00:00,2.50,C2,France\n`,
  );
  await home.settle();
  const pages = pagesOf(home);
  for (const path of [...paths, "/customers/C1", "/customers/C2"])
    for (const language of ["en", "de"]) {
      const { status, text } = await pages.get(`${path}${path.includes("?") ? "&" : "?"}lang=${language}`);
      expect(status, path).toBe(200);
      expect(text, path).not.toMatch(noValue);
    }
  const { text } = await pages.get("/customers/C1");
  expect(text).toContain("£5.00");
  expect(text).toContain("Bought most often");
  // Who only returned something has no favourite.
  expect((await pages.get("/customers/C2")).text).not.toContain("Bought most often");
});

const long = "x".repeat(10_000);
const hostile = {
  tag: "<script>alert(1)</script>",
  arabic: "عميل رقم ١",
  formula: '=HYPERLINK("http://evil.example")',
  quote: `"' onmouseover='x`,
  long,
};

describe("names that are none", () => {
  it("stay text on every page, in links and in what is downloaded", async () => {
    const home = await temporaryHome();
    const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = Object.values(hostile).flatMap((name, place) =>
      [1, 2].map(
        (day) =>
          `A${place}${day},${cell(name)},${cell(name)},${place + 1},2024-03-0${day}T10:00:00,2.50,${cell(name)},${cell(name)}\n`,
      ),
    );
    for (const day of ["01", "02"])
      await home.dropText(
        `transactions/2024-03-${day}.csv`,
        head + rows.filter((row) => row.includes(`2024-03-${day}`)).join(""),
      );
    await home.settle();
    const known = (await home.rows("select distinct customer_id as id from clean.lines")).map(({ id }) =>
      String(id),
    );
    expect(known).toEqual(expect.arrayContaining([hostile.tag, hostile.arabic, hostile.formula]));
    const pages = pagesOf(home);
    for (const path of [...paths, ...known.map((id) => `/customers/${encodeURIComponent(id)}`)]) {
      const { status, text } = await pages.get(path);
      expect(status, path.slice(0, 60)).toBe(200);
      expect(text, path.slice(0, 60)).not.toContain("<script>alert");
      expect(text, path.slice(0, 60)).not.toMatch(/ onmouseover='x/);
      expect(text, path.slice(0, 60)).not.toMatch(noValue);
    }
    expect((await pages.get("/customers?order=id")).text).toContain(
      `href="/customers/${encodeURIComponent(hostile.arabic)}"`,
    );
    const found = (await pages.get(`/customers?q=${encodeURIComponent("عميل")}`)).text;
    expect(found).toContain(hostile.arabic);
    const sql = encodeURIComponent("select customer_id, country, description from clean.lines");
    const csv = (await pages.get(`/ask.csv?sql=${sql}`)).text;
    expect(csv).toContain(`'=HYPERLINK`);
    expect(csv).not.toMatch(/(^|,)"?=/m);
  });
});
