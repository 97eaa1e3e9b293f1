import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { distributionDrift } from "../../../../functions/operations/quality/distribution-drift.ts";
import { type Quality, readQuality } from "../../../../functions/operations/quality/quality.ts";
import { dayOf, isoDate } from "../../../../shared/dates.ts";
import { stream } from "../../../../shared/learning/random.ts";
import { type OpenedHome, openTemporaryHome } from "../../../e2e/temporary-home.ts";

const days = Array.from({ length: 40 }, (_, day) => isoDate(dayOf("2024-01-01") + day));

const salesHeader = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id,country,category";

/** Forty sales of ten products to ten customers, and from the second day on two returns of what was sold before. */
const salesLines = (file: number, day: string): string[] => {
  const random = stream(7, "sales", file);
  const sold = Array.from({ length: 40 }, (_, row) => {
    const country = ["GB", "GB", "FR", "DE"][random.below(4)];
    const price = (2 + random.below(800) / 100).toFixed(2);
    return `S${day}-${row},P${row % 10},${1 + random.below(9)},${day}T10:${10 + row}:00,${price},C${row % 10},${country},K${row % 3}`;
  });
  const returned = [3, 4].map(
    (row) => `R${day}-${row},P${row},-1,${day}T18:00:0${row},5.00,${row === 4 ? "" : `C${row}`},GB,K0`,
  );
  return file === 0 ? sold : [...sold, ...returned];
};

interface Injected {
  readonly why: string;
  readonly line: string;
  readonly value: string;
}

const [late = "", later = ""] = [days[20], days[21]];

/** Each is the last line of the file of its day. */
const injected: readonly Injected[] = [
  { why: "a product that nobody ever bought", line: `X0,NEVER,-1,${late}T12:00:00,5,C1,GB,K0`, value: "-1" },
  { why: "… by a guest", line: `X1,NEVER,-2,${late}T12:00:00,5,,GB,K0`, value: "-2" },
  {
    why: "a product that this customer did not buy",
    line: `X2,P1,-3,${late}T12:00:00,5,C2,GB,K0`,
    value: "-3",
  },
  { why: "a customer who never bought", line: `X3,P1,-4,${late}T12:00:00,5,C99,GB,K0`, value: "-4" },
  { why: "bought only later", line: `X4,LATER,-5,${late}T12:00:00,5,C1,GB,K0`, value: "-5" },
];

const invoiceHeader = "invoice_id,account_id,issued_on,amount";
const lineHeader = "invoice_id,item_id,quantity,unit_price";

/** Invoices of a day: the first is wrong if `amount` is given. */
const invoices = (day: string, amount?: string): string =>
  [
    invoiceHeader,
    `I${day}-0,A1,${day},${amount ?? "7.50"}`,
    `I${day}-1,A2,${day},0.30`,
    // Without lines, and without a total: nothing to compare.
    `I${day}-2,A3,${day},12.00`,
    `I${day}-3,A4,${day},`,
  ].join("\n");

const invoiceLines = (day: string): string =>
  [
    lineHeader,
    `I${day}-0,X,2,2.50`,
    `I${day}-0,Y,1,2.50`,
    ...[1, 1, 1].map((quantity, row) => `I${day}-1,Z${row},${quantity},0.10`),
    `I${day}-3,X,1,1.00`,
  ].join("\n");

const wrongTotals = ["7.51", "75", "-7.5", "0"];

let home: OpenedHome;
let quality: Quality;
beforeAll(async () => {
  home = await openTemporaryHome();
  for (const [file, day] of days.entries()) {
    const own = day === late ? injected.map(({ line }) => line) : [];
    const sold = day === later ? [`X5,LATER,9,${later}T12:00:00,5,C1,GB,K0`] : [];
    const text = [salesHeader, ...salesLines(file, day), ...own, ...sold].join("\n");
    await home.dropText(`transactions/${day}.csv`, `${text}\n`);
  }
  for (const [file, day] of days.slice(0, 10).entries()) {
    await home.dropText(`invoices/${day}.csv`, `${invoices(day, wrongTotals[file - 3])}\n`);
    await home.dropText(`invoice_line_items/${day}.csv`, `${invoiceLines(day)}\n`);
  }
  await home.settle();
  quality = await readQuality(home.platform, {});
}, 300_000);
afterAll(() => home.discard());

const found = (rule: string) =>
  quality.rows
    .filter((row) => row.rule === rule)
    .map(({ file, line, column, value, kept }) => ({ file, line, column, value, kept }));

describe("a return without a sale", () => {
  it("is found with its row and value, and no other return is", () => {
    expect(found("return_without_sale")).toEqual(
      injected.map(({ value }, place) => ({
        file: `transactions/${late}.csv`,
        line: 44 + place,
        column: "quantity",
        value,
        kept: true,
      })),
    );
  });
});

describe("an invoice whose total is not that of its lines", () => {
  it("is found with its row and value; invoices without lines or total are not judged", () => {
    expect(found("total_of_lines")).toEqual(
      wrongTotals.map((value, place) => ({
        file: `invoices/${days[place + 3]}.csv`,
        line: 2,
        column: "amount",
        value,
        kept: true,
      })),
    );
  });
});

describe("a distribution", () => {
  it("of a clean day moves no more than usual", () => {
    expect(quality.feeds.flatMap(({ distributionDrift: drifts }) => drifts)).toEqual([]);
  });

  it("that moved is found: prices in pence, quantities in dozens, another country", async () => {
    const day = "2024-02-10";
    const cells = salesLines(99, day).map((line) => line.split(","));
    const changed = cells.map(([no, code, quantity, at, price, customer, , category]) =>
      [no, code, Number(quantity) * 12, at, Math.round(Number(price) * 100), customer, "IT", category].join(
        ",",
      ),
    );
    await home.dropText(`transactions/${day}.csv`, `${[salesHeader, ...changed].join("\n")}\n`);
    await home.settle();
    const after = await readQuality(home.platform, { feed: "transactions" });
    const moved = after.feeds.flatMap(({ distributionDrift: drifts }) => drifts);
    expect(moved.map(({ file, column }) => `${file} ${column}`)).toEqual([
      `transactions/${day}.csv quantity`,
      `transactions/${day}.csv unit_price`,
      `transactions/${day}.csv country`,
    ]);
    expect(moved.every(({ moved: share, usual }) => share > 0.6 && usual < 0.4)).toBe(true);
  });

  it("of few rows, or with few files before it, is not judged", () => {
    const bins = (...counts: readonly number[]) => ({
      column: "price",
      ordered: true,
      files: new Map(
        counts.map((count, file) => [`f${file}`, new Map([[file === 5 ? "1040" : "1000", count]])]),
      ),
    });
    const files = ["f0", "f1", "f2", "f3", "f4", "f5"];
    expect(distributionDrift(files, [bins(40, 40, 40, 40, 40, 40)])).toHaveLength(1);
    expect(distributionDrift(files, [bins(40, 40, 40, 40, 40, 29)])).toEqual([]);
    expect(distributionDrift(files.slice(3), [bins(40, 40, 40, 40, 40, 40)])).toEqual([]);
  });
});
