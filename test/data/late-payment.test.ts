import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { homeFor, type OpenedHome } from "./data-home.ts";
import { csvFiles, dataset } from "./datasets.ts";
import { plainCsv } from "./plain-csv.ts";

const folder = dataset("seed-late-payment-2");
const derived = [
  "inv_total",
  "inv_items",
  "acct_age",
  "num_inv_120d",
  "cum_tot_inv_acct",
  "is_late",
] as const;

describe("the extract with payment dates, unedited", () => {
  let home: OpenedHome;
  beforeAll(async () => {
    home = await homeFor(folder, csvFiles(folder));
  });
  afterAll(() => home.close());

  it("gives every derivable column of the published feature table, on every row", async () => {
    const published = plainCsv(readFileSync(join(folder, "invoices_final.csv"), "utf8"));
    const own = await home.rows(
      `select invoice_id, cast(inv_total as float64) as inv_total, ${derived.slice(1).join(", ")} from credit.invoice_features`,
    );
    const byId = new Map(own.map((row) => [String(row["invoice_id"]), row]));
    expect([own.length, byId.size, published.length]).toEqual([9685, 9685, 9685]);
    const differences = published.flatMap((row) =>
      derived
        .filter((column) => Number(row[column]) !== byId.get(row["inv_id"] ?? "")?.[column])
        .map((column) => `${row["inv_id"]} ${column}: ${row[column]}`),
    );
    expect(differences).toEqual([]);
  });

  it("counts payment on the last day of the terms as on time", async () => {
    const [boundary] = await home.rows(
      "select count(*) as invoices, sum(is_late) as late from credit.labels where date_diff(settled_on, issued_on, day) = 30",
    );
    expect(boundary).toEqual({ invoices: 1377, late: 0 });
  });

  it("keeps the newlines of addresses, and holds no row back", async () => {
    expect(
      await home.rows(
        "select (select countif(strpos(company_address, '\\n') > 0) from raw.accounts) as broken, (select count(*) from clean.quarantine) as held",
      ),
    ).toEqual([{ broken: 200, held: 0 }]);
  });
});

describe("the extract without payment dates, unedited", () => {
  let home: OpenedHome;
  beforeAll(async () => {
    const other = dataset("seed-late-payment");
    home = await homeFor(other, csvFiles(other));
  });
  afterAll(() => home.close());

  it("loads all four files, reads days before months, and takes open invoices past their due date as late", async () => {
    expect(
      await home.rows(
        "select count(*) as invoices, count(inv_total) as with_total, min(acct_age) as youngest from credit.invoice_features",
      ),
    ).toMatchObject([{ invoices: 10_253, with_total: 10_253 }]);
    expect(
      await home.rows(
        "select is_late, count(*) as n, countif(due_on < last_day) as overdue from credit.labels cross join credit.calendar group by is_late order by is_late",
      ),
    ).toMatchObject([{ is_late: null, overdue: 0 }, { is_late: 1 }]);
  });
});
