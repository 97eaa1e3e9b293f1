import { expect, it, vi } from "vitest";
import { temporaryHome } from "../../e2e/temporary-home.ts";

vi.setConfig({ testTimeout: 300_000 });

type Source = Readonly<Record<string, unknown>>;

/** An event as Datastream writes it into a bucket. */
const event = (
  object: string,
  method: string,
  source: Source,
  payload: Source,
  at = "2024-03-01T09:00:00.000Z",
) =>
  JSON.stringify({
    stream_name: "projects/shop/locations/europe-west2/streams/ledger",
    read_method: method,
    object,
    uuid: `0000${object}${JSON.stringify(source)}`,
    read_timestamp: "2024-03-01T09:00:05.000Z",
    source_timestamp: at,
    sort_keys: [1709283600000, "", 0],
    source_metadata: { is_deleted: source["change_type"] === "DELETE", ...source },
    payload,
  });

const account = (id: number, terms: number) => ({
  account_id: id,
  joining_date: "2023-01-01",
  terms_days: terms,
});
const oracle = (change: string, scn: number, ssn: number) => ({
  ...{ log_file: "", scn, rs_id: "0x0073c9.000a4e4c.01d0", ssn, tx_id: "1.2", row_id: "AAAPwRAALAAMzMBABD" },
  ...{ database: "DB1", schema: "ROOT", table: "ACCOUNTS", change_type: change },
});
const mysql = (change: string, file: string, place: number) => ({
  ...{ log_file: file, log_position: place, primary_keys: ["invoice_id"] },
  ...{ database: "shop", table: "invoices", change_type: change },
});
const postgres = (change: string, lsn: string) => ({
  ...{
    schema: "public",
    table: "payments",
    lsn,
    tx_id: 123,
    primary_keys: ["payment_id"],
    change_type: change,
  },
});
const invoice = (id: number, on: string, amount: string) => ({
  ...{ invoice_id: id, account_id: 7, issued_on: on, amount, updated_by: "till 3" },
});
const payment = (id: number, of: number, on: string, amount: string) => ({
  ...{ payment_id: id, invoice_id: of, paid_on: on, amount },
});

const files: Readonly<Record<string, readonly string[]>> = {
  "datastream/ROOT_accounts/2024/03/01/09/00/a_oracle-backfill.jsonl": [
    event("ROOT.ACCOUNTS", "oracle-backfill", oracle("INSERT", 0, 0), account(7, 30)),
  ],
  "datastream/ROOT_accounts/2024/03/01/09/05/b_oracle-cdc-logminer.jsonl": [
    event("ROOT.ACCOUNTS", "oracle-cdc-logminer", oracle("UPDATE", 15869116216871, 67), account(7, 14)),
    event("ROOT.ACCOUNTS", "oracle-cdc-logminer", oracle("UPDATE", 15869116216871, 9), account(7, 21)),
  ],
  "datastream/shop_invoices/2024/03/01/09/00/c_mysql-cdc-binlog.jsonl": [
    event(
      "shop_invoices",
      "mysql-cdc-binlog",
      mysql("INSERT", "mysql-bin.000009", 900),
      invoice(1, "2024-01-10", "100.00"),
    ),
    // The update that gives an invoice another number: the row before, and the row after.
    event(
      "shop_invoices",
      "mysql-cdc-binlog",
      mysql("UPDATE-DELETE", "mysql-bin.000010", 4),
      invoice(1, "2024-01-10", "100.00"),
    ),
    event(
      "shop_invoices",
      "mysql-cdc-binlog",
      mysql("UPDATE-INSERT", "mysql-bin.000010", 4),
      invoice(2, "2024-01-11", "100.00"),
    ),
    event(
      "shop_invoices",
      "mysql-cdc-binlog",
      mysql("INSERT", "mysql-bin.000010", 90),
      invoice(3, "2024-01-12", "80.00"),
    ),
  ],
  "datastream/public_payments/2024/03/01/09/00/d_postgres-cdc-wal.jsonl": [
    event(
      "public_payments",
      "postgresql-cdc",
      postgres("INSERT", "9/FFFFFFFF"),
      payment(1, 2, "2024-02-01", "100.00"),
    ),
    // The source's clock jumped back before this one.
    event(
      "public_payments",
      "postgresql-cdc",
      postgres("UPDATE", "16/B374D848"),
      payment(1, 2, "2024-01-20", "100.00"),
      "2023-01-01T00:00:00Z",
    ),
    event(
      "public_payments",
      "postgresql-cdc",
      postgres("INSERT", "16/B374D900"),
      payment(2, 3, "2024-02-01", "80.00"),
    ),
    event("public_payments", "postgresql-cdc", postgres("DELETE", "16/B374DA00"), { payment_id: 2 }),
  ],
};

it("loads the JSON files that Datastream leaves in a bucket, from three kinds of source, in any order", async () => {
  for (const names of [Object.keys(files), Object.keys(files).toReversed()]) {
    const home = await temporaryHome();
    for (const name of names) {
      await home.dropText(name, `${files[name]?.join("\n")}\n`);
      await home.settle();
    }
    expect(await home.rows("select account_id, terms_days from clean.accounts")).toEqual([
      { account_id: "7", terms_days: 14 },
    ]);
    expect(
      await home.rows(
        "select invoice_id, cast(due_on as string) as due_on, cast(settled_on as string) as settled_on, is_late from credit.invoices order by invoice_id",
      ),
    ).toEqual([
      { invoice_id: "2", due_on: "2024-01-25", settled_on: "2024-01-20", is_late: 0 },
      { invoice_id: "3", due_on: "2024-01-26", settled_on: null, is_late: null },
    ]);
    expect(await home.rows("select * from clean.quarantine")).toEqual([]);
  }
});
