import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { judgeRows } from "../../../functions/2-clean/checks/check-sql.ts";
import { checkedFeeds } from "../../../functions/2-clean/checks/checked-feed.ts";
import { relatedParams, rowsJudgedOtherwise } from "../../../functions/2-clean/checks/related-sql.ts";
import { daysIn, periodsOf } from "../../../functions/3-aggregate/kpis/periods.ts";
import { loadFeeds } from "../../../shared/contracts/load-feeds.ts";
import { rawTables } from "../../../shared/contracts/raw-tables.ts";
import { cleanRules } from "../../../shared/quality/clean-rules.ts";
import { root } from "../catalogue.ts";
import { inOrderOfTables } from "../chains.ts";
import { type DuckDb, openDuckDb } from "../duckdb.ts";
import { kpiScripts } from "../kpi-script.ts";
import type { Cell } from "../values.ts";
import { startZetaSql, type ZetaSql } from "../zetasql.ts";
import { fileRows, fixtureDays } from "./fixture.ts";
import { firstFindings, ownValues } from "./own-values.ts";
import { type Compared, TwoEngines } from "./two-engines.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** In the order in which the stages run them. */
const planning = ["affected_days", "file_dates", "missing_prices", "rare_prices"].map(
  (name) => `functions/2-clean/sales/${name}.sql`,
);
const rebuilding = [
  "2-clean/sales/incoming",
  "2-clean/sales/found_prices",
  "2-clean/sales/lines",
  "2-clean/sales/quarantine",
  "2-clean/quarantine",
  "3-aggregate/sales/daily_customer_metrics",
  "3-aggregate/sales/daily_sales",
  "3-aggregate/sales/customers",
].map((name) => `functions/${name}.sql`);

const publishing = ["outdated_predictions", "spend_predictions", "sales_predictions"].map(
  (name) => `functions/6-publish/${name}.sql`,
);

const planningCredit = ["affected_days", "file_dates"].map((name) => `functions/2-clean/credit/${name}.sql`);
const rebuildingCredit = [
  ...["business_days", "invoices", "invoice_lines", "payments", "quarantine"].map(
    (name) => `2-clean/credit/${name}`,
  ),
  ...[
    "due_days",
    "invoices",
    "part_payments",
    "changed_accounts",
    "sums_of_parts",
    "account_days",
    "invoice_features",
    "labels",
    "daily",
  ].map((name) => `3-aggregate/credit/${name}`),
].map((name) => `functions/${name}.sql`);

const tiersBy = (steps: "rank" | "threshold"): string[] =>
  [
    steps === "rank" ? "tiers/tier_everyone" : "sales/tier_customers",
    `tiers/steps_by_${steps}`,
    "tiers/tiers",
  ].map((name) => `functions/3-aggregate/${name}.sql`);

const inOrder = [
  ...[...planning, ...rebuilding, ...planningCredit, ...rebuildingCredit],
  ...[...tiersBy("rank"), ...tiersBy("threshold"), ...publishing],
];

/** SQL that came later, of feeds and tasks: run on the tables that the above leave, and predictions before their questions. */
const others = [
  ...publishing,
  ...inOrderOfTables(
    globSync("{functions,shared}/**/*.sql", { cwd: root })
      .filter((file) => !file.endsWith("/tables.sql") && !file.startsWith("functions/migrations/"))
      .filter((file) => !inOrder.includes(file))
      .sort(),
    read,
  ),
];

let zetasql: ZetaSql;
let duckdb: DuckDb;
let engines: TwoEngines;
const compared: Compared[] = [];

beforeAll(async () => {
  [zetasql, duckdb] = await Promise.all([startZetaSql(), openDuckDb()]);
  const stages = globSync("functions/**/tables.sql", { cwd: root }).map(read);
  engines = await TwoEngines.open(zetasql, duckdb, [rawTables(loadFeeds()), ...stages].join(";\n"));
});
afterAll(async () => {
  duckdb.close();
  await zetasql.stop();
});

const run = async (
  files: readonly string[],
  changed: Readonly<Record<string, Cell>>,
): Promise<Compared[]> => {
  const done: Compared[] = [];
  for (const file of files) {
    const values = { ...valuesFor(fixtureDays), ...ownValues[file], ...changed };
    done.push(...(await engines.run(file, read(file), values)));
  }
  compared.push(...done);
  return done;
};

const valuesFor = (days: readonly string[]): Record<string, Cell> => ({
  days,
  first_day: days[0] ?? "9999-12-31",
  last_day: days.at(-1) ?? "0001-01-01",
  file_dates: ["2024-03-09", "2024-03-10", "2024-03-11"],
  reject_dates: ["2024-03-09", "2024-03-10"],
  rate_days: [],
  recent_from: "2024-03-01",
  history_from: "0001-01-01",
  from_day: "0001-01-01",
  first_period: days[0] ?? "9999-12-31",
  last_period: days.at(-1) ?? "0001-01-01",
  before_recent: "2024-02-29",
  ...kpiValues(days),
  codes: ["P1", "P2", "P3", "p1"],
  rare_codes: ["P1", "P2", "P3"],
  base_currency: "GBP",
  keep_duplicates: false,
  subject_rules: cleanRules,
  catalogue_changed: false,
  as_of: ["2024-01-01", "2024-02-16", "2024-02-29", "2024-03-02"],
  only_after_purchase: false,
  recounted: ["C1", "c1"],
  recount_all: false,
  replaced: ["2024-03-09", "2024-03-11"],
  judged_feed: "transactions",
  keys_from: "0001-01-01",
  known_until: "2024-07-15",
  all_of_feed: false,
  feed: "transactions",
  file: "transactions/2024-03-09.csv",
  calendar: "sales",
  touched: [],
  kpi: "total_revenue",
  customer: "C1",
  accounts: ["K1", "k1"],
  below: "c",
  since: "2024-01-01",
  made_since: "2024-01-01",
  predicted_from: "2024-02-01",
  made_on: "2024-02-01",
  tasks: ["spend_30d", "next_day_spend"],
  after: "",
  lines: [
    "spend_30d 28 1.10 0.00 2.50 0.00 3.333 0.25 1.00 20240201t031500z-4f9a21|C1",
    "spend_30d 28 0.00     1e-7 0.01 20240201t031500z-4f9a21|a b|c",
    "spend_30d 28 7.00 1.00 9.00 0.50 12.00  2.00 20240201t031500z-4f9a21|17850",
    "next_day_spend 1 0.50     0.1 0.70 20240201t031500z-4f9a22|Ä",
  ],
  forecast: fixtureDays.map(
    (day, index) =>
      `${day} ${index === 3 ? "closed" : "open"} ${index}.50 0.00 20.25 0.00 30.00 |middle of six`,
  ),
});

/** The days' own periods, and all days of them. */
const kpiValues = (days: readonly string[]): Record<string, Cell> => {
  const periods = periodsOf(days);
  const read = daysIn(periods);
  return {
    ...periods,
    period_from: "2000-01-01",
    period_to: "2100-01-01",
    read_days: read,
    read_from: read[0] ?? "9999-12-31",
    read_to: read.at(-1) ?? "0001-01-01",
    kpis: ["total_revenue"],
    least_volumes: ["total_revenue 20"],
    defined: ["total_revenue"],
    removed_from: "0001-01-01",
    cadence: "all",
    daily_from: "2000-01-01",
    weekly_from: "2000-01-01",
    monthly_from: "2000-01-01",
    segments_from: "2000-01-01",
  };
};

const load = (table: string, object: string, fileDate: string, rows: number): Promise<void> =>
  engines.add(table, fileRows(engines.table(table), object, fileDate, rows));

/** Rows with the same values in some columns. */
const addWith = (
  table: string,
  rows: readonly Cell[][],
  same: Readonly<Record<string, Cell>>,
): Promise<void> => {
  const { columns } = engines.table(table);
  return engines.add(
    table,
    rows.map((row) => row.map((cell, place) => same[columns[place]?.name ?? ""] ?? cell)),
  );
};

const wrong = (done: readonly Compared[]): string[] => done.flatMap(({ differences }) => differences);

it("both engines build the same tables from the same files", async () => {
  await load("raw.transactions", "transactions/2024-03-09.csv", "2024-03-09", 120);
  // The same rows under another name are all duplicates.
  const copies = fileRows(engines.table("raw.transactions"), "transactions/2024-03-09.csv", "2024-03-10", 15);
  await addWith("raw.transactions", copies, { _object: "transactions/2024-03-10.csv" });
  await load("raw.fx_rates", "fx_rates/2024-03-09.csv", "2024-03-09", 14);
  await load("raw.products", "products/2024-03-09.csv", "2024-03-09", 16);
  await load("raw.customers", "customers/2024-03-09.csv", "2024-03-09", 12);
  await load("raw.rejects", "transactions/2024-03-09.csv", "2024-03-09", 5);

  expect(wrong(await run(rebuilding, {}))).toEqual([]);
});

it("both engines find the same days for a change, and rebuild them alike", async () => {
  await load("raw.transactions", "transactions/2024-03-11.csv", "2024-03-11", 40);
  await load("raw.fx_rates", "fx_rates/2024-03-11.csv", "2024-03-11", 6);
  const days = ["2024-02-22", "2024-02-29"];
  const change = { ...valuesFor(days), file_dates: ["2024-03-11"] };

  expect(wrong(await run(planning, change))).toEqual([]);
  expect(wrong(await run(planning, { ...change, rate_days: ["2024-01-01", "2024-02-28"] }))).toEqual([]);
  expect(wrong(await run(planning, { ...change, days: [], catalogue_changed: true }))).toEqual([]);
  expect(wrong(await run(rebuilding, valuesFor(days)))).toEqual([]);
});

it("both engines find the customers whose last day was removed", async () => {
  const last = fixtureDays.at(-1) ?? "";
  const gone = { ...valuesFor([last]), file_dates: [] };
  expect(
    wrong(await run([...rebuilding.slice(0, 3), "functions/3-aggregate/sales/lost_days.sql"], gone)),
  ).toEqual([]);
  expect(wrong(await run(rebuilding, valuesFor([last])))).toEqual([]);
});

it("both engines compute the same KPIs", async () => {
  const kpis = (name: string) => `functions/3-aggregate/kpis/${name}.sql`;
  // First orders as they were before: one on a day that has lost it, one that has become earlier, and new customers.
  const orders = engines
    .rowsOf("metrics.customers")
    .map(([id, , first, last]) => [id ?? null, first ?? null, last ?? null]);
  const [gone, moved] = orders.filter(([, first, last]) => first !== last);
  const lost = fixtureDays.find((day) => day < String(gone?.[1]));
  await engines.add("metrics.first_orders", [
    ["nobody", fixtureDays[0] ?? null],
    [gone?.[0] ?? null, lost ?? fixtureDays[0] ?? null],
    [moved?.[0] ?? null, "2030-01-01"],
  ]);
  // Tiers now, and as they were before: the same, another, and of somebody who has none now.
  const [first = "", , third = ""] = fixtureDays;
  await engines.add("metrics.tiers", [
    [gone?.[0] ?? null, "Gold", first, null, "spent", 2],
    [moved?.[0] ?? null, "Bronze", first, third, "spent", 0],
    [moved?.[0] ?? null, "Silver", third, null, "spent", 1],
  ]);
  await engines.add("metrics.kpi_tiers", [
    [gone?.[0] ?? null, "Gold", first, null],
    [moved?.[0] ?? null, "Bronze", first, null],
    ["nobody", "Silver", third, null],
  ]);
  const planned = [
    ...["moved_first_orders", "next_first_orders", "first_orders"],
    ...["first_moved_tier", "moved_tiers", "kpi_tiers"],
  ].map(kpis);
  expect(wrong(await run(planned, { moved_from: first, uses_tiers: true }))).toEqual([]);
  await computeKpis();
});

const computeKpis = async (): Promise<void> => {
  for (const [name, text] of Object.entries(kpiScripts)) {
    const done = await engines.run(name, text, valuesFor(fixtureDays));
    compared.push(...done);
    expect(wrong(done)).toEqual([]);
  }
};

const registers = ["accounts", "skus"];
const documents = ["invoices", "invoice_line_items", "payments", "credit_notes", "disputes"];

it("both engines build the same invoices on credit", async () => {
  for (const feed of [...registers, ...documents])
    await load(`raw.${feed}`, `${feed}/2024-03-09.csv`, "2024-03-09", 36);
  // Open ones: of an account without terms, not due by the newest day, and due when that has moved on.
  const [row = []] = fileRows(engines.table("raw.invoices"), "invoices/2024-03-09b.csv", "2024-03-09", 1);
  const open = { business_date: "2024-02-22", amount: "250", paid_on: "2023-12-30", _quarantined: false };
  // A due date before the issue is none.
  await addWith("raw.invoices", [row], { ...open, invoice_id: "N1", account_id: "K9", due_on: "2024-01-01" });
  await addWith("raw.invoices", [row], { ...open, invoice_id: "N2", due_on: "2025-12-31", _row: 3 });
  await addWith("raw.invoices", [row], { ...open, invoice_id: "N3", due_on: "2024-07-10", _row: 4 });
  // Of an invoice that no file has.
  const paid = fileRows(engines.table("raw.payments"), "payments/2024-03-09b.csv", "2024-03-09", 1);
  await addWith("raw.payments", paid, { invoice_id: "N9", _quarantined: false });
  expect(wrong(await run(rebuildingCredit, {}))).toEqual([]);
});

it("both engines find the same invoices for a change, and rebuild them alike", async () => {
  for (const feed of documents) await load(`raw.${feed}`, `${feed}/2024-03-11.csv`, "2024-03-11", 6);
  // Of several rows of a register the first counts.
  const first = {
    _row: 1,
    _quarantined: false,
    account_id: "K1",
    terms_days: 60,
    item_id: "I1",
    unit_price: "7.77",
  };
  for (const feed of registers) {
    const object = `${feed}/2024-03-11.csv`;
    await addWith(`raw.${feed}`, fileRows(engines.table(`raw.${feed}`), object, "2024-03-11", 1), first);
  }
  // Time has passed: what was due by then is late now.
  const disputes = fileRows(engines.table("raw.disputes"), "disputes/2024-03-11b.csv", "2024-03-11", 6);
  await addWith("raw.disputes", disputes, { disputed_on: "2024-07-15", _object: "disputes/2024-03-11b.csv" });
  const change = {
    invoice_files: ["2024-03-11"],
    other_files: ["2024-03-11"],
    accounts_changed: true,
    skus_changed: true,
    touched: ["1"],
  };
  expect(wrong(await run(planningCredit, change))).toEqual([]);
  // Without the older file, invoices are other than before, or gone.
  const newer = { ...valuesFor(["2024-01-01", "2024-02-29", "2024-03-08"]), file_dates: ["2024-03-11"] };
  expect(wrong(await run(rebuildingCredit, newer))).toEqual([]);
});

it("both engines compute the KPIs of credit", computeKpis);

it("both engines bring back invoices whose file is there again", async () => {
  expect(wrong(await run(rebuildingCredit, {}))).toEqual([]);
});

it("both engines put the same customers into tiers", async () => {
  expect(wrong(await run(tiersBy("rank"), {}))).toEqual([]);
  expect(wrong(await run(tiersBy("threshold"), {}))).toEqual([]);
});

it("both engines find an order that was cancelled", async () => {
  const day = "2024-04-01";
  const [row = []] = fileRows(engines.table("raw.transactions"), "transactions/2024-04-01.csv", day, 1);
  const sale = {
    business_date: day,
    stock_code: "P1",
    currency: "GBP",
    unit_price: "9.99",
    discount: "0",
    quantity: "3",
  };
  const known = { ...sale, customer_id: "C1", invoice_date: `${day} 10:00:00`, _quarantined: false };
  await addWith("raw.transactions", [row], { ...known, invoice_no: "A9" });
  await addWith("raw.transactions", [row], { ...known, invoice_no: "C9", quantity: "-3", _row: 3 });
  const only = { ...valuesFor([day]), file_dates: [day] };

  expect(wrong(await run([...rebuilding, "functions/4-analyze/causes/offsets.sql"], only))).toEqual([]);
});

it("both engines keep out the same rows that refer to nothing or repeat a key", async () => {
  await load("raw.stores", "stores/2024-03-09.csv", "2024-03-09", 1);
  const [checked] = checkedFeeds(loadFeeds()).filter(({ feed }) => feed.name === "transactions");
  const columns =
    checked?.feed.columns.filter(({ name }) => ["invoice_no", "stock_code"].includes(name)) ?? [];
  if (checked === undefined) throw new Error("no check of transactions needs other rows");
  const keys = [{ columns, unlessRepeatedPercent: undefined }];
  const text = `${checkParameters}\n${judgeRows({ ...checked, keys })}`;

  const done = await engines.run("the checks of transactions", text, valuesFor(fixtureDays));
  compared.push(...done);
  expect(wrong(done)).toEqual([]);
});

it("both engines keep out the same returns without a sale and totals that are no sums", async () => {
  const strict = loadFeeds().map((feed) => ({
    ...feed,
    earlierRows: feed.earlierRows.map((check) => ({ ...check, severity: "quarantine" as const })),
    sums: feed.sums.map((check) => ({ ...check, severity: "quarantine" as const })),
  }));
  for (const checked of checkedFeeds(strict).filter(({ related }) => related.length > 0)) {
    const params = relatedParams(checked);
    const texts = Object.keys(params).map((name) => `@${name} ${name === "from_day" ? "date" : "string"}`);
    const header = `${checkParameters}, ${texts.join(", ")}`;
    const { name } = checked.feed;
    const messages = Object.fromEntries(
      Object.entries(params).map(([key, { value }]) => [key, String(value)]),
    );
    const values = {
      ...valuesFor(fixtureDays),
      ...messages,
      feed: name,
      judged_feed: name,
    };
    const asked = `${header}, @feed string\n${rowsJudgedOtherwise(checked)}`;
    const done = [
      ...(await engines.run(`what ${name} judges anew`, asked, values)),
      ...(await engines.run(`the related checks of ${name}`, `${header}\n${judgeRows(checked)}`, values)),
    ];
    compared.push(...done);
    expect(wrong(done)).toEqual([]);
  }
  expect(wrong(await run(rebuildingCredit, {}))).toEqual([]);
});

const checkParameters =
  "-- @judged_feed string, @file_dates array<date>, @days array<date>, @first_day date, @last_day date, @keys_from date, @subject_rules array<string>";

it("both engines withdraw what is found no longer, and explain the rest", async () => {
  const findings = ["functions/4-analyze/findings.sql"];
  expect(wrong(await run(findings, firstFindings))).toEqual([]);
  expect(wrong(await run([...findings, "functions/4-analyze/causes/drivers.sql"], {}))).toEqual([]);
});

it("both engines change nothing without a day", async () => {
  expect(
    wrong(
      await run([...planning, ...rebuilding, ...planningCredit, ...rebuildingCredit], {
        ...valuesFor([]),
        reject_dates: [],
      }),
    ),
  ).toEqual([]);
});

it.each(others)("both engines agree: %s", async (file) => {
  const feed = loadFeeds().find(({ name }) => file === `shared/contracts/${name}.sql`);
  if (feed !== undefined) await load(feed.table, `${feed.name}/2024-03-09.csv`, "2024-03-09", 40);

  expect(wrong(await run([file], { judged: ["total_revenue daily"] }))).toEqual([]);
});

it("the rows cover every branch of the SQL", () => {
  // A DELETE may leave nothing.
  const answers = Map.groupBy(
    compared.filter(({ does }) => does !== "keep"),
    ({ statement }) => statement,
  );
  const empty = [...answers.keys()].filter(
    (statement) => !answers.get(statement)?.some(({ rows }) => rows > 0),
  );
  const seen = (table: string, column: string): string[] => {
    const place = engines.table(table).columns.findIndex(({ name }) => name === column);
    return [...new Set(engines.rowsOf(table).map((row) => String(row[place])))].sort();
  };

  expect(empty).toEqual([]);
  expect(seen("clean.lines", "price_source")).toEqual(["catalogue", "given", "median_7d", "median_all"]);
  expect(seen("clean.lines", "category_source")).toEqual(["catalogue", "given", "none"]);
  expect(seen("clean.lines", "fx_filled")).toEqual(["false", "true"]);
  expect(seen("clean.lines", "is_guest")).toEqual(["false", "true"]);
  expect(seen("clean.quarantine", "rule")).toEqual([
    ...[
      "credit_exceeds_invoice",
      "duplicate",
      "duplicate_payment",
      "fx_missing",
      "not_unique",
      "paid_before_issue",
    ],
    ...[
      "price_unknown",
      "return_without_sale",
      "superseded",
      "total_of_lines",
      "type",
      "unknown_invoice",
      "unknown_item",
      "unknown_reference",
    ],
  ]);
  expect(seen("clean.invoices", "due_source")).toEqual(["account", "company", "invoice"]);
  expect(seen("clean.invoice_lines", "price_source")).toEqual(["catalogue", "given"]);
  expect(seen("clean.payments", "kind")).toEqual(["credit_note", "on_invoice", "payment"]);
  expect(seen("credit.labels", "is_late")).toEqual(["0", "1", "null"]);
  // Whose days did not change keeps the tier by rank.
  expect(seen("metrics.tiers", "tier")).toEqual(["B", "Bronze", "Gold", "Silver"]);
  expect(seen("insights.findings", "state")).toEqual(["open", "withdrawn"]);
});
