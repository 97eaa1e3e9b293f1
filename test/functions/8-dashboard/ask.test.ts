import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { pagesOf } from "./asked-pages.ts";
import { cellsIn, chartIn, drawnIn, largestOffset, numberOf, tableIn } from "./shown-chart.ts";

let home: OpenedHome;
beforeAll(async () => {
  home = await openTemporaryHome();
  const head = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id,country\n";
  for (const day of ["01", "02", "03", "04"])
    await home.dropText(
      `transactions/2024-03-${day}.csv`,
      `${head}${Array.from({ length: Number(day) + 1 }, (_, place) => `A${day}${place},P1,${place + 1},2024-03-${day}T10:00:00,2.50,=cmd|${place},${place % 2 === 0 ? "France" : "Österreich"}\n`).join("")}`,
    );
  await home.settle();
});
afterAll(() => home.discard());

const asked = (sql: string, more = "") => `/ask?sql=${encodeURIComponent(sql)}${more}`;

describe("a saved question", () => {
  it("has a field for each parameter with its default, and is answered by what the fields say", async () => {
    const pages = pagesOf(home);
    const plain = (await pages.get("/ask?saved=sales_by_day")).text;
    expect(plain).toMatch(/<input id="p.days_back" name="p.days_back" value="30"/);
    expect(tableIn(plain, "Answer")).toHaveLength(4);
    const two = (await pages.get("/ask?saved=sales_by_day&p.days_back=2&lang=en")).text;
    expect(two).toMatch(/<input id="p.days_back" name="p.days_back" value="2"/);
    expect(tableIn(two, "Answer").map(([day]) => day)).toEqual(["2024-03-03", "2024-03-04"]);
    expect((await pages.get("/ask?saved=customers_by_tier")).text).toMatch(/name="p.on_day"[^>]*type="date"/);
    // Left empty, the default counts.
    expect(tableIn((await pages.get("/ask?saved=sales_by_day&p.days_back=")).text, "Answer")).toHaveLength(4);
  });

  it("says which parameter it cannot read, keeps it in its field, and takes no parameter that it does not have", async () => {
    const pages = pagesOf(home);
    const { status, text } = await pages.get(
      `/ask?saved=sales_by_day&p.days_back=${encodeURIComponent("1 or <b>")}`,
    );
    expect(status).toBe(200);
    expect(text).toContain("parameter days_back");
    expect(text).toContain('value="1 or &lt;b&gt;"');
    expect(text).not.toContain("<b>");
    const other = (await pages.get("/ask?saved=quarantine_by_reason&p.days_back=2")).text;
    expect(other).toContain("The answer has no rows.");
    expect((await pages.get("/ask?saved=no_such")).status).toBe(200);
  });
});

describe("an answer", () => {
  it("over days is a line of the column that is chosen, where the table's numbers say", async () => {
    const pages = pagesOf(home);
    for (const [query, column] of [
      ["", 2],
      ["&draw=orders", 1],
      ["&draw=nothing", 2],
    ] as const) {
      const { text } = await pages.get(
        asked(
          "select business_date, orders, net from metrics.daily_sales where dimension = 'company' order by 1 desc",
          query,
        ),
      );
      const chart = chartIn(text, "answer-chart");
      const shown = cellsIn(chart).map((row) => numberOf(row[1]));
      expect(shown).toEqual(
        tableIn(text, "Answer")
          .map((row) => numberOf(row[column]))
          .toReversed(),
      );
      const ys = drawnIn(chart, "actual");
      expect(ys).toHaveLength(4);
      expect(largestOffset(ys, shown)).toBeLessThan(1);
    }
  });

  it("by anything else is a column for each row, and one of words alone says why it is not drawn", async () => {
    const pages = pagesOf(home);
    const { text } = await pages.get(
      asked(
        "select value, net from metrics.daily_sales where dimension = 'country' order by business_date, value",
      ),
    );
    const shown = cellsIn(chartIn(text, "answer-chart"));
    expect(shown).toEqual(tableIn(text, "Answer").map(([name, net]) => [name, net]));
    expect(text.match(/class="column/g)).toHaveLength(shown.length);
    const words = (await pages.get(asked("select invoice_no, country from clean.lines limit 3"))).text;
    expect(words).toContain("There is nothing to draw");
    expect(chartIn(words, "answer-chart")).toBe("");
  });

  it("is the same as CSV, where no cell is run as a formula, and people are pseudonyms to a viewer", async () => {
    const sql = "select customer_id, net from clean.lines order by business_date, invoice_no";
    const address = `/ask.csv?sql=${encodeURIComponent(sql)}`;
    const { status, text, headers } = await pagesOf(home, "analyst").get(address);
    expect(status).toBe(200);
    expect(headers["content-disposition"]).toBe('attachment; filename="answer.csv"');
    const rows = await home.rows(sql);
    expect(text.trimEnd().split("\r\n")).toEqual([
      "customer_id,net",
      ...rows.map((row) => `'${row["customer_id"]},${row["net"]}`),
    ]);
    expect((await pagesOf(home, "viewer").get(address)).text).not.toContain("cmd");
    expect((await pagesOf(home, "viewer").get(asked(sql))).text).not.toContain("cmd");
  });

  it("that cannot be given is a fault that says why, and nothing is written", async () => {
    const pages = pagesOf(home);
    for (const sql of [
      "delete from clean.lines where true",
      "select * from ops.files",
      "select 1; select 2",
      "selec",
    ]) {
      const { status, text } = await pages.get(asked(sql));
      expect(status, sql).toBe(200);
      expect(text, sql).toContain('role="alert"');
      expect((await pages.get(`/ask.csv?sql=${encodeURIComponent(sql)}`)).status, sql).toBe(400);
    }
    expect((await pages.get("/ask.csv")).status).toBe(400);
    expect(await home.rows("select count(*) as n from clean.lines")).toEqual([{ n: 14 }]);
  });
});
