import { afterAll, beforeAll, expect, it } from "vitest";
import type { Row } from "../../../shared/ports.ts";
import { registryIn } from "../../../shared/registry/registry.ts";
import type { OpenedHome } from "../../e2e/temporary-home.ts";
import { families } from "../7-predict/trained-home.ts";
import { pagesOf } from "./asked-pages.ts";
import { cardsIn, factIn, off } from "./said.ts";
import { cellsIn, chartIn, numberOf, tableIn } from "./shown-chart.ts";
import { wholeCompany } from "./whole-company.ts";

let home: OpenedHome;
let get: (path: string) => Promise<string>;
beforeAll(async () => {
  home = await wholeCompany();
  const pages = pagesOf(home, "operator", families);
  get = async (path) => (await pages.get(path)).text;
}, 600_000);
afterAll(() => home?.discard());

const cadences = ["daily", "weekly", "monthly"] as const;

/** The values of a KPI, the oldest first. */
const valuesOf = (kpi: string, cadence: string): Promise<readonly Row[]> =>
  home.rows(
    `select period, value, state from metrics.kpi_values where kpi = '${kpi}' and cadence = '${cadence}' and dimension = 'all' order by period`,
  );
const newestOf = async (kpi: string, cadence: string) =>
  (await valuesOf(kpi, cadence)).findLast(({ state, value }) => state !== "unfinished" && value !== null);

it("Today and Metrics: each card says the newest complete value of its KPI", async () => {
  for (const [path, cadence, least] of [
    ["/", "daily", 6],
    ...cadences.map((each) => [`/metrics?cadence=${each}`, each, 6] as const),
  ] as const) {
    const cards = [...cardsIn(await get(path))].flatMap(([href, value]) => {
      const kpi = /^\/metrics\/(\w+)/.exec(href)?.[1];
      return kpi === undefined ? [] : [[kpi, value] as const];
    });
    let told = 0;
    for (const [kpi, value] of cards) {
      const known = await newestOf(kpi, cadence);
      if (!known) continue;
      expect(off(value, known["value"]), `${path} ${kpi}: ${value}`).toBe(0);
      told++;
    }
    expect(told, path).toBeGreaterThanOrEqual(least);
  }
  const [next] = await home.rows(
    "select sum(value) as total from predictions.sales_forecast where as_of = (select max(as_of) from predictions.sales_forecast)",
  );
  expect(off(cardsIn(await get("/")).get("/forecast"), next?.["total"])).toBeLessThan(1);
});

it("Metric: the table, the segments and the CSV have the values of the table", async () => {
  const kpis = await home.rows(
    "select distinct kpi, dimension from metrics.kpi_values order by kpi, dimension",
  );
  for (const cadence of cadences)
    for (const kpi of new Set(kpis.map((row) => String(row["kpi"])))) {
      const known = await valuesOf(kpi, cadence);
      if (known.length === 0) continue;
      const text = await get(`/metrics/${kpi}?cadence=${cadence}&range=all`);
      const heads = [...chartIn(text, "metric").matchAll(/<th scope="col"[^>]*>([^<]*)/g)].map(
        ([, head]) => head,
      );
      const shown = cellsIn(chartIn(text, "metric")).map((row) => row[heads.indexOf("Value")]);
      expect(shown.length, `${kpi} ${cadence}`).toBe(known.length);
      for (const [place, { value, period }] of known.entries()) {
        if (value === null) expect(shown[place], `${kpi} ${period}`).toBe("");
        else expect(off(shown[place], value), `${kpi} ${period}: ${shown[place]}`).toBe(0);
      }
      const csv = (await get(`/metrics/${kpi}.csv?cadence=${cadence}`)).trimEnd().split("\r\n").slice(1);
      for (const [place, line] of csv.entries()) {
        const [, value = ""] = line.split(",");
        expect(value === "" ? null : Number(value), `${kpi}.csv ${line}`).toBe(
          known[place]?.["value"] === null ? null : Number(known[place]?.["value"]),
        );
      }
      const newest = known.findLast(({ state }) => state !== "unfinished")?.["period"];
      for (const dimension of kpis
        .filter((row) => row["kpi"] === kpi && row["dimension"] !== "all")
        .map((row) => String(row["dimension"]))) {
        const parts = await home.rows(
          `select segment, value from metrics.kpi_values where kpi = '${kpi}' and cadence = '${cadence}' and dimension = '${dimension}' and period = date '${newest}'`,
        );
        for (const [segment, value] of tableIn(text, `By ${dimension}`)) {
          const part = parts.find((row) => row["segment"] === segment);
          if (part && part["value"] !== null) expect(off(value, part["value"]), `${kpi} ${segment}`).toBe(0);
          else expect(value, `${kpi} ${segment}`).toBe("–");
        }
      }
    }
}, 300_000);

it("Findings: each says what was found, and the list has all that are open", async () => {
  const known = await home.rows(
    "select id, kind, actual, expected from insights.findings where state = 'open'",
  );
  expect(known.length).toBeGreaterThan(0);
  const list = await get("/findings");
  for (const { id, kind, actual, expected } of known) {
    expect(list).toContain(`href="/findings/${id}"`);
    const text = await get(`/findings/${id}`);
    const [now, before] =
      kind === "shift" || kind === "trend" ? ["Level since then", "Level before"] : ["Actual", "Expected"];
    expect(off(factIn(text, now), actual), `${id} ${factIn(text, now)}`).toBe(0);
    expect(off(factIn(text, before), expected), `${id}`).toBe(0);
  }
});

it("Forecast: sales as they were, and each day's forecast with its bands", async () => {
  const sold = await home.rows(
    "select net from metrics.daily_sales where dimension = 'company' order by business_date",
  );
  const ahead = await home.rows(
    "select value, low95, high95, low80, high80 from predictions.sales_forecast where as_of = (select max(as_of) from predictions.sales_forecast) order by business_date",
  );
  const shown = cellsIn(chartIn(await get("/forecast?range=all"), "sales"));
  expect(shown.slice(0, -ahead.length).map((row) => numberOf(row[1]))).toEqual(
    sold.map(({ net }) => Math.round(Number(net) * 100) / 100),
  );
  expect(shown.slice(-ahead.length).map((row) => row.slice(2).map(numberOf))).toEqual(
    ahead.map((row) => ["value", "low95", "high95", "low80", "high80"].map((name) => Number(row[name]))),
  );
});

it("Customers: the list, the profile and the predictions are those of the tables", async () => {
  const known = await home.rows(`
    select c.*, (select count(*) from metrics.daily_customer_metrics d where d.customer_id = c.customer_id and d.orders > 0) as bought_days, p.value, p.low80, p.high80 from metrics.customers c
    join predictions.spend p on p.customer_id = c.customer_id
    where task = 'spend_30d' and as_of = (select max(as_of) from predictions.spend where task = 'spend_30d')`);
  const byId = new Map(known.map((row) => [row["customer_id"], row]));
  expect(byId.size).toBeGreaterThan(50);
  for (const order of ["expected", "net", "orders", "last", "id"])
    for (const [id, , orders, net, next] of tableIn(await get(`/customers?order=${order}`), "Customers")) {
      const row = byId.get(id ?? "");
      expect(off(orders, row?.["orders"]), `${id} ${orders}`).toBe(0);
      expect(off(net, row?.["net"]), `${id} ${net}`).toBe(0);
      if (order !== "id") expect(off(next, row?.["value"]), `${id} ${next}`).toBe(0);
    }
  for (const row of known.slice(0, 20)) {
    const text = await get(`/customers/${row["customer_id"]}`);
    for (const [name, column] of [
      ["Net", "net"],
      ["Bought", "gross"],
      ["Returned", "returns"],
      ["Orders", "orders"],
      ["Days with a purchase", "bought_days"],
    ] as const)
      expect(off(factIn(text, name), row[column]), `${row["customer_id"]} ${name}`).toBe(0);
    const [, next = "", low, high] =
      /Next 30 days<.*?<p class="value">([^<]*)<.*?80 %: (\S+) to ([^<]*)</s.exec(text) ?? [];
    for (const [said, column] of [
      [next, "value"],
      [low, "low80"],
      [high, "high80"],
    ] as const)
      expect(off(said, row[column]), `${row["customer_id"]} ${column}`).toBe(0);
    const months = await home.rows(
      `select sum(net) as net from metrics.daily_customer_metrics where customer_id = '${row["customer_id"]}' group by date_trunc(business_date, month) order by min(business_date)`,
    );
    const columns = cellsIn(chartIn(text, "months")).map((cells) => cells[1]);
    for (const month of months)
      expect(
        columns.some((said) => off(said, month["net"]) === 0),
        `${row["customer_id"]} ${month["net"]}: ${columns}`,
      ).toBe(true);
    expect(columns.filter((said) => numberOf(said) !== 0).length).toBeLessThanOrEqual(months.length);
  }
});

it("Credit: what is open and overdue, of all and of each account", async () => {
  const known = await home.rows(`
    select account_id as id, count(*) as n, sum(greatest(total - paid - credited, 0)) as open_amount,
      sum(if(due_on < last_day, greatest(total - paid - credited, 0), 0)) as overdue
    from credit.invoices cross join credit.calendar where settled_on is null group by account_id`);
  const text = await get("/credit");
  const total = (column: string) => known.reduce((sum, row) => sum + Number(row[column]), 0);
  expect(off(factIn(text, "Open"), total("open_amount"))).toBeLessThan(0.5);
  expect(off(factIn(text, "Overdue"), total("overdue"))).toBeLessThan(0.5);
  const links = [...text.matchAll(/<a class="who" href="\/credit\/([^"]*)"/g)].map(([, id = ""]) => id);
  expect([...links].sort()).toEqual(known.map(({ id }) => String(id)).sort());
  const rows = tableIn(text, "Whom to call first");
  for (const [place, id] of links.entries()) {
    const cells = (rows[place] ?? []).slice(-5);
    const row = known.find((each) => each["id"] === id);
    expect(off(cells[1], row?.["open_amount"]), id).toBe(0);
    expect(cells[2] === "–" ? 0 : off(cells[2], row?.["overdue"]), id).toBe(0);
    expect(off(cells[4], row?.["n"]), id).toBe(0);
  }
});

it("Quality and Files: rows by rule, by day and by feed", async () => {
  const text = await get("/quality");
  const rules = await home.rows(
    "select feed, rule, count(*) as n from clean.quarantine where day >= date_sub((select max(business_date) from metrics.daily_sales), interval 365 day) or day = date '1970-01-01' group by feed, rule order by n desc, feed, rule",
  );
  expect(tableIn(text, "By rule").map(([name, rows]) => [name, numberOf(rows)])).toEqual(
    rules.map(({ feed, rule, n }) => [`${rule}${feed}`, n]),
  );
  const days = await home.rows(
    "select lines / (lines + (select count(*) from clean.quarantine q where q.day = s.business_date and stage = 'clean' and feed = 'transactions')) as score from metrics.daily_sales s where dimension = 'company' order by business_date",
  );
  const shown = cellsIn(chartIn(text, "score"));
  for (const [place, { score }] of days.slice(-shown.length).entries())
    expect(off(shown[place]?.[1], score), `${shown[place]}`).toBe(0);
  const [raw] = await home.rows("select count(*) as n from raw.transactions");
  const [held] = await home.rows("select count(*) as n from clean.quarantine where feed = 'transactions'");
  const feed = tableIn(await get("/files"), "Feeds").find(([name]) => name === "transactions") ?? [];
  expect([numberOf(feed[5]), numberOf(feed[6])]).toEqual([raw?.["n"], held?.["n"]]);
});

it("Models: each score of the leaderboard, and the share of ranges that held, are those of the model's card", async () => {
  const registry = registryIn(home.platform.models);
  for (const task of ["spend_30d", "next_day_spend"]) {
    const current = (await registry.current(task))?.value;
    const card = await registry.card(task, current?.version ?? "");
    const text = await get(`/models/${task}`);
    const shown = tableIn(text, "Leaderboard");
    expect(shown).toHaveLength(card.leaderboard.length);
    for (const [place, [name = "", error]] of shown.entries()) {
      const entry = card.leaderboard.find(({ family }) => name.startsWith(family));
      expect(off(error, entry?.holdout["mae"]), `${task} ${place} ${name}: ${error}`).toBe(0);
    }
    for (const [promised, held] of tableIn(text, "Are the ranges honest?"))
      expect(
        off(held, card.intervals?.coverage[promised === "80%" ? "80" : "95"]),
        `${task} ${promised}`,
      ).toBe(0);
  }
});

it("Ask: an answer's cells are those of the table, and the CSV's too", async () => {
  const sql = "select customer_id, orders, net from metrics.customers order by customer_id limit 40";
  const known = (await home.rows(sql)).map((row) => [
    String(row["customer_id"]),
    Number(row["orders"]),
    Number(row["net"]),
  ]);
  const asked = encodeURIComponent(sql);
  const text = await get(`/ask?sql=${asked}`);
  // The chart before it has a table of its own.
  const shown = cellsIn(text.slice(text.indexOf("</figure>")).split("</table>")[0] ?? "");
  expect(shown.map(([id, orders, net]) => [id, numberOf(orders), numberOf(net)])).toEqual(known);
  const csv = (await get(`/ask.csv?sql=${asked}`)).trimEnd().split("\r\n").slice(1);
  expect(
    csv.map((line) => line.split(",")).map(([id, orders, net]) => [id, Number(orders), Number(net)]),
  ).toEqual(known);
});
