import { expect, it, vi } from "vitest";
import { type TemporaryHome, temporaryHome } from "../../e2e/temporary-home.ts";

vi.setConfig({ testTimeout: 300_000 });

const invoices = [
  "invoice_id,account_id,date_issued,due_date,amount,branch",
  "1,A,2024-01-01,2024-01-05,100,north",
  "2,A,2024-01-02,2024-01-08,50,south",
  "3,B,2024-01-03,2024-01-04,30,",
  "",
].join("\n");

const drop = async (home: TemporaryHome, files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) await home.dropText(name, text);
  await home.settle();
};

const valuesOf = async (home: TemporaryHome, kpi: string, cadence: string) => {
  const rows = await home.rows(
    `select cast(period as string) as period, segment, value from metrics.kpi_values where kpi = '${kpi}' and cadence = '${cadence}' order by period, segment`,
  );
  return rows.map(({ period, segment, value }) => `${period} ${segment} ${value}`);
};

it("says each day what is overdue, how long money is out, and how many invoices turned out to be late", async () => {
  const home = await temporaryHome();
  await drop(home, { "invoices.csv": invoices });
  await drop(home, { "payments.csv": "invoice_id,paid_on,amount\n2,2024-01-07,50\n1,2024-01-09,100\n" });

  const all = (lines: readonly string[]) => lines.filter((line) => line.includes(" all "));
  // Of 30 and 100, from the day after they were due; 100 was paid on the 9th.
  expect(all(await valuesOf(home, "overdue_amount", "daily"))).toEqual([
    ...["2024-01-01 all 0", "2024-01-02 all 0", "2024-01-03 all 0", "2024-01-04 all 0", "2024-01-05 all 30"],
    ...["2024-01-06 all 130", "2024-01-07 all 130", "2024-01-08 all 130", "2024-01-09 all 30"],
  ]);
  expect(await valuesOf(home, "late_share", "weekly")).toEqual([
    ...[
      "2024-01-01 UNKNOWN 1",
      "2024-01-01 all 0.6666666666666666",
      "2024-01-01 north 1",
      "2024-01-01 south 0",
    ],
    ...["2024-01-08 UNKNOWN null", "2024-01-08 all null", "2024-01-08 north null", "2024-01-08 south null"],
  ]);
  // On the 2nd all of 150 is open that was issued; on the 9th 30 of 180.
  const outstanding = all(await valuesOf(home, "days_sales_outstanding", "daily"));
  expect(outstanding[1]).toBe("2024-01-02 all 90");
  expect(outstanding[8]).toBe("2024-01-09 all 15");
  expect(
    await home.rows(
      "select distinct state from metrics.kpi_values where kpi = 'late_share' and cadence = 'weekly' order by 1",
    ),
  ).toEqual([{ state: "complete" }, { state: "unfinished" }]);
});

it("takes back what a corrected file changes, on every day that it changes", async () => {
  const home = await temporaryHome();
  await drop(home, { "invoices.csv": invoices });
  await drop(home, { "payments.csv": "invoice_id,paid_on,amount\n1,2024-01-09,100\n" });
  const first = await valuesOf(home, "overdue_amount", "daily");
  await drop(home, { "payments.csv": "invoice_id,paid_on,amount\n1,2024-01-03,100\n2,2024-01-09,50\n" });
  const second = await valuesOf(home, "overdue_amount", "daily");
  expect(second).not.toEqual(first);
  await drop(home, { "payments.csv": "invoice_id,paid_on,amount\n1,2024-01-09,100\n" });
  expect(await valuesOf(home, "overdue_amount", "daily")).toEqual(first);
});

it("has no value of them in a company that gives no credit", async () => {
  const home = await temporaryHome();
  const header = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,currency,customer_id";
  await drop(home, { "transactions/2024-01-02.csv": `${header}\nA,1,tea,2,2024-01-02 09:00,3.50,GBP,17\n` });
  const credit = "('late_share', 'overdue_amount', 'days_sales_outstanding')";
  expect(await home.rows(`select * from metrics.kpi_values where kpi in ${credit}`)).toEqual([]);
  expect(
    (await home.rows("select kpi from metrics.kpi_values where kpi = 'total_revenue'")).length,
  ).toBeGreaterThan(0);
  const snapshot = await home.platform.serving.list("");
  const texts = await Promise.all(
    snapshot
      .filter(({ name }) => name.includes("kpis"))
      .map(async ({ name }) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of home.platform.serving.read(name)) chunks.push(chunk);
        return Buffer.concat(chunks).toString("utf8");
      }),
  );
  expect(texts.join()).toContain("total_revenue");
  expect(texts.join()).not.toContain("late_share");
});
