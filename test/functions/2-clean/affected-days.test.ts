import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bool, date, dates, dayParams, texts } from "../../../shared/sql.ts";
import { type GivenTables, givenTables } from "../given-tables.ts";

// Which days a change redoes, and which files they need: one day too few leaves old rows, one too many only costs.
let tables: GivenTables;
const days = (month: string, ...own: string[]) => own.map((day) => `2024-${month}-${day}`);

describe("sales", () => {
  beforeAll(async () => {
    tables = await givenTables();
  });
  afterAll(() => tables.close());
  const folder = "functions/2-clean/sales";
  const affected = (changed: { days?: string[]; files?: string[]; rates?: string[]; catalogue?: boolean }) =>
    tables.ask(`${folder}/affected_days.sql`, {
      days: dates(changed.days ?? []),
      file_dates: dates(changed.files ?? []),
      rate_days: dates(changed.rates ?? []),
      catalogue_changed: bool(changed.catalogue ?? false),
      first_day: date("2024-01-01"),
    });
  const line = (business_date: string, stock_code: string, more = {}) => ({
    ...{ business_date, stock_code, currency: "GBP", fx_rate: 1, fx_date: business_date },
    ...{ price_source: "given", unit_price: 5, category_source: "none", ...more },
  });
  const held = (day: string, rule: string, waits_for: string, more = {}) => ({
    ...{ day, rule, waits_for, stage: "clean", feed: "transactions", ...more },
  });

  it("are redone where a rate came from the changed day, or now would", async () => {
    const foreign = (day: string, fxDay: string, currency = "EUR") =>
      line(`2024-01-${day}`, `F${day}`, { currency, fx_rate: 0.5, fx_date: `2024-01-${fxDay}` });
    await tables.insert("raw.fx_rates", { currency: "EUR", rate_date: "2024-01-10", rate_to_base: 0.5 });
    await tables.insert(
      "clean.lines",
      foreign("09", "08"),
      foreign("10", "09"),
      foreign("12", "10", "USD"),
      line("2024-01-13", "F13", { fx_date: "2024-01-10" }),
      foreign("14", "09"),
      foreign("15", "11"),
      foreign("16", "09", "USD"),
    );
    await tables.insert(
      "clean.quarantine",
      held("2024-01-08", "fx_missing", "EUR"),
      held("2024-01-18", "fx_missing", "EUR"),
      held("2024-01-19", "fx_missing", "USD"),
      held("2024-01-22", "fx_missing", "EUR", { feed: "orders" }),
      held("2024-01-07", "price_unknown", "Q1"),
      held("2024-01-20", "price_unknown", "Q1"),
      held("2024-01-21", "duplicate", "Q1"),
    );
    expect(await affected({ rates: ["2024-01-10"] })).toEqual(days("01", "10", "12", "14", "18", "20"));
    expect(await affected({})).toEqual([]);
  });

  it("are redone where a price or a category came from the catalogue, or a row waits for a price", async () => {
    const product = (stock_code: string, category: string) => ({ stock_code, category });
    await tables.insert(
      "raw.products",
      product("G2", "Games"),
      product("G3", "Toys"),
      product("G5", "Games"),
    );
    await tables.insert(
      "clean.lines",
      line("2024-02-01", "G1", { price_source: "catalogue" }),
      line("2024-02-02", "G2", { category_source: "catalogue", category: "Toys" }),
      line("2024-02-03", "G3", { category_source: "catalogue", category: "Toys" }),
      line("2024-02-04", "G4"),
      line("2024-02-05", "G5", { category_source: "given", category: "Toys" }),
    );
    await tables.insert("clean.quarantine", held("2024-02-06", "price_unknown", "G6"));
    expect(await affected({ catalogue: true })).toEqual([
      ...[...days("01", "07", "20"), ...days("02", "01", "02", "06")],
    ]);
  });

  it("are redone where a price was imputed from a product of the changed day, a week on, or ever", async () => {
    const imputed = (day: string, code: string, price_source = "median_7d") =>
      line(day, code, { price_source });
    await tables.insert(
      "clean.lines",
      imputed("2024-03-09", "P1"),
      line("2024-03-10", "P1", { _source_date: "2024-03-10" }),
      line("2024-03-13", "P1", { _source_date: "2024-03-29" }),
      imputed("2024-03-14", "P4"),
      imputed("2024-03-15", "P3"),
      imputed("2024-03-16", "P2"),
      { ...imputed("2024-03-17", "P1"), _source_date: "2024-03-18" },
      imputed("2024-03-18", "P1"),
      imputed("2024-04-01", "P1", "median_all"),
    );
    const row = (business_date: string, stock_code: string) => ({
      ...{ business_date, stock_code, _source_date: "2024-03-10", unit_price: 1, currency: "GBP" },
    });
    await tables.insert("raw.transactions", row("2024-03-10", "P2"), row("2024-03-11", "P3"));
    await tables.insert(
      "clean.quarantine",
      held("2024-03-10", "fx_missing", "EUR", { stock_code: "P4" }),
      held("2024-03-08", "price_unknown", "P1"),
      held("2024-03-20", "price_unknown", "P1", { _source_date: "2024-03-19" }),
      held("2024-03-21", "price_unknown", "P9"),
      held("2024-03-10", "type", "", { stage: "ingest", _source_date: "2024-03-30" }),
      held("2024-03-10", "type", "", { feed: "products", _source_date: "2024-03-30" }),
    );
    expect(await affected({ days: ["2024-03-10"], files: ["2024-03-10"] })).toEqual([
      ...[...days("03", "10", "14", "16", "17", "20"), "2024-04-01"],
    ]);
  });

  it("need the files of their lines and of their rows in quarantine", async () => {
    const needed = dayParams(days("03", "10", "17", "20"));
    expect(await tables.ask(`${folder}/file_dates.sql`, needed)).toEqual([
      "2024-01-01", // of the row that has no rate
      ...days("03", "10", "18", "19"),
    ]);
  });

  it("look for missing prices in the week before, and in all history for what was not sold in it", async () => {
    const row = (stock_code: string, unit_price: number | null, more = {}) => ({
      ...{
        stock_code,
        unit_price,
        business_date: "2024-05-10",
        _source_date: "2024-05-10",
        currency: "GBP",
        ...more,
      },
    });
    const codes = ["M0", "M1", "M10", "M6", "M7", "M8", "M9"];
    await tables.insert(
      "raw.transactions",
      ...codes.map((code) => row(code, null)),
      row("M2", 5),
      row("M3", null, { _quarantined: true }),
      row("M4", null, { _source_date: "2024-05-11" }),
      row("M5", null, { business_date: "2024-05-11" }),
    );
    const asked = { ...dayParams(days("05", "10", "12")), file_dates: dates(["2024-05-10"]) };
    expect(await tables.ask(`${folder}/missing_prices.sql`, asked)).toEqual(codes);
    await tables.insert(
      "clean.lines",
      line("2024-05-03", "M1"),
      line("2024-05-09", "M10"),
      line("2024-05-02", "M6"),
      line("2024-05-05", "M7", { currency: "EUR" }),
      line("2024-05-10", "M8"),
      line("2024-05-05", "M9", { price_source: "median_7d" }),
      line("2024-05-05", "M0", { unit_price: 0 }),
    );
    const recent = { recent_from: date("2024-05-01"), codes: texts(codes) };
    expect(await tables.ask(`${folder}/rare_prices.sql`, { ...asked, ...recent })).toEqual([
      "M0",
      "M6",
      "M7",
      "M8",
      "M9",
    ]);
  });
});

describe("invoices on credit", () => {
  beforeAll(async () => {
    tables = await givenTables();
  });
  afterAll(() => tables.close());
  const folder = "functions/2-clean/credit";
  const affected = (changed: {
    invoices?: string[];
    others?: string[];
    accounts?: boolean;
    skus?: boolean;
    touched?: string[];
  }) =>
    tables.ask(`${folder}/affected_days.sql`, {
      days: dates([]),
      invoice_files: dates(changed.invoices ?? []),
      other_files: dates(changed.others ?? []),
      accounts_changed: bool(changed.accounts ?? false),
      skus_changed: bool(changed.skus ?? false),
      touched: texts(changed.touched ?? []),
      first_day: date("2024-01-01"),
    });
  const invoice = (invoice_id: string, issued_on: string, more = {}) => ({ invoice_id, issued_on, ...more });
  const held = (day: string, feed: string, rule: string, waits_for: string, _source_date = "2024-01-01") => ({
    ...{ day, feed, rule, waits_for, _source_date, stage: "clean" },
  });

  it("are redone where a changed file names them, named them, or left a row of theirs out", async () => {
    const [invoiceFile, otherFile] = ["2024-02-01", "2024-02-02"];
    await tables.insert("raw.invoices", {
      ...{ invoice_id: "1", business_date: "2024-01-21", _source_date: invoiceFile },
    });
    await tables.insert(
      "clean.invoices",
      ...days("01", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10").map((day, place) =>
        invoice(String(place + 1), day, place === 1 ? { _source_date: invoiceFile } : {}),
      ),
    );
    const named = (invoice_id: string, _source_date = otherFile) => ({ invoice_id, _source_date });
    await tables.insert("raw.invoice_line_items", named("3"));
    await tables.insert("clean.invoice_lines", named("4"));
    await tables.insert("raw.payments", named("5"), named("10", invoiceFile));
    await tables.insert("raw.credit_notes", named("6"));
    await tables.insert("clean.payments", named("7"));
    await tables.insert("raw.disputes", named("8"));
    await tables.insert("clean.disputes", named("9"));
    await tables.insert(
      "clean.quarantine",
      held("2024-01-11", "invoices", "superseded", "1"),
      held("2024-01-12", "payments", "unknown_invoice", "1"),
      held("2024-01-13", "invoices", "superseded", "10"),
      held("2024-01-14", "payments", "duplicate_payment", "5"),
      held("2024-01-15", "accounts", "duplicate_payment", "5"),
      held("2024-01-16", "invoices", "superseded", "10", invoiceFile),
      held("2024-01-17", "payments", "paid_before_issue", "10", otherFile),
      held("2024-01-18", "payments", "paid_before_issue", "10", invoiceFile),
      held("2024-01-19", "invoices", "superseded", "10", otherFile),
      held("2024-01-20", "payments", "unknown_invoice", "10", otherFile),
    );
    expect(await affected({ invoices: [invoiceFile], others: [otherFile] })).toEqual([
      ...days("01", "01", "02", "03", "04", "05", "06", "07", "08", "09"),
      ...days("01", "11", "14", "16", "17", "21"),
    ]);
    // Rows that a later change ended name their invoices themselves.
    expect(await affected({ touched: ["2", "8"] })).toEqual(days("01", "02", "08"));
  });

  it("are redone where something of their account changed that they show", async () => {
    const account = (account_id: string, more = {}) => ({
      ...{ account_id, terms_days: 30, joined_on: "2020-01-01", credit_limit: 100, branch: "N", ...more },
    });
    const same = ["B", "H"].map((id) => account(id));
    await tables.insert(
      "clean.accounts",
      ...[
        ...same,
        account("A"),
        account("K", { terms_in_business_days: false }),
        account("L"),
        account("D"),
        account("E"),
        account("F"),
        account("G"),
        { account_id: "J" },
      ],
    );
    await tables.insert(
      "raw.accounts",
      ...same,
      account("A", { terms_days: 14 }),
      account("K", { terms_in_business_days: true }),
      account("L", { terms_in_business_days: false }),
      account("C"),
      account("E", { joined_on: "2020-01-02" }),
      account("F", { credit_limit: null }),
      account("G", { branch: "S" }),
      account("H", { branch: "S", _row: 9 }),
      account("I", { _quarantined: true }),
    );
    await tables.insert(
      "clean.invoices",
      ...[..."ABCDEFGHIJKL"].map((account_id, place) =>
        invoice(`a${account_id}`, `2024-02-${10 + place}`, { account_id }),
      ),
    );
    expect(await affected({ accounts: true })).toEqual(
      days("02", "10", "12", "13", "14", "15", "16", "19", "20"),
    );
    expect(await affected({})).toEqual([]);
  });

  it("are redone where an item of theirs changed, or came to be known", async () => {
    const item = (item_id: string, more = {}) => ({
      item_id,
      unit_price: 3,
      unit_cost: 2,
      category: "c",
      ...more,
    });
    await tables.insert("clean.skus", ...["K1", "K2", "K3", "K4", "K6"].map((id) => item(id)), {
      item_id: "K8",
    });
    await tables.insert(
      "raw.skus",
      item("K1", { unit_price: 4 }),
      item("K2"),
      item("K3", { unit_cost: null }),
      item("K4", { category: "d" }),
      item("K5"),
      item("K7", { _quarantined: true }),
    );
    await tables.insert(
      "clean.invoice_lines",
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((id) => ({
        ...{ item_id: `K${id}`, issued_on: `2024-03-0${id}`, invoice_id: `k${id}` },
      })),
    );
    await tables.insert(
      "clean.quarantine",
      held("2024-03-10", "invoice_line_items", "unknown_item", "K5"),
      held("2024-03-11", "invoice_line_items", "unknown_item", "K2"),
      held("2024-03-12", "invoice_line_items", "unknown_invoice", "K5"),
      held("2024-03-13", "payments", "unknown_item", "K5"),
    );
    expect(await affected({ skus: true })).toEqual(days("03", "01", "03", "04", "05", "06", "08", "10"));
  });

  it("need the files of all that belongs to them", async () => {
    const [first, third] = days("06", "01", "03");
    const at = (issued_on = "", _source_date = "", more = {}) => ({ issued_on, _source_date, ...more });
    const other = at("2024-06-02", "2024-09-30");
    await tables.insert(
      "clean.invoices",
      at(first, "2024-09-01"),
      other,
      at("2024-08-01", "2024-09-06", { invoice_id: "20" }),
    );
    await tables.insert("clean.invoice_lines", at(first, "2024-09-02"), other);
    await tables.insert("clean.payments", at(third, "2024-09-03"), other);
    await tables.insert("clean.disputes", at(third, "2024-09-04"), other);
    await tables.insert("raw.invoices", { invoice_id: "30", _source_date: "2024-05-01" });
    await tables.insert(
      "clean.quarantine",
      held("2024-06-01", "payments", "duplicate_payment", "", "2024-09-05"),
      held("2024-06-02", "payments", "duplicate_payment", "", "2024-09-30"),
      held("2024-06-01", "transactions", "type", "", "2024-09-30"),
      held("2024-06-03", "invoices", "superseded", "20", "2024-09-07"),
      held("2024-07-01", "payments", "unknown_invoice", "30", "2024-09-08"),
      held("2024-07-02", "payments", "unknown_invoice", "31", "2024-09-30"),
      held("2024-07-03", "payments", "duplicate_payment", "30", "2024-09-30"),
    );
    const asked = { ...dayParams(days("06", "01", "03")), invoice_files: dates(["2024-05-01"]) };
    expect(await tables.ask(`${folder}/file_dates.sql`, { ...asked, from_day: date("2024-01-01") })).toEqual(
      days("09", "01", "02", "03", "04", "05", "06", "07", "08"),
    );
  });
});
