import { afterAll, describe, expect, it } from "vitest";
import { contract } from "./contract.ts";
import { openStager } from "./stager.ts";
import { expectTable } from "./typed-table.ts";

const stager = await openStager();
afterAll(() => stager.close());

describe("case 55: spellings of nothing", () => {
  it("are the usual ones by default, in these cases only", () =>
    expectTable(
      stager,
      {},
      {
        "": null,
        NULL: null,
        null: null,
        "N/A": null,
        NA: null,
        "\\N": null,
        "  ": null,
        Null: "Null",
        "-": "-",
        none: "none",
      },
    ));

  it("are the column's own beside the feed's", async () => {
    const feed = contract(
      { a: { custom: { nullSpellings: ["-", "unknown"] } }, b: {}, c: { required: true } },
      { maxRejectPercent: 100, nullSpellings: ["", "?"] },
    );
    const { rows, rejects } = await stager.stage(
      feed,
      "a,b,c\n-,-,x\nunknown,unknown,x\n?,?,x\nNULL,NULL,?\n",
    );
    expect(rows.map(({ a, b }) => [a, b])).toEqual([
      [null, "-"],
      [null, "unknown"],
      [null, null],
    ]);
    expect(rejects).toMatchObject([{ _row: "5", column_name: "c", rule: "required", value: null }]);
  });

  it("give way to a default", async () => {
    const feed = contract({ a: { custom: { default: "GBP", upperCase: true } }, b: {} });
    const { rows } = await stager.stage(feed, "a,b\n,1\nN/A,1\neur,1\n");
    expect(rows.map(({ a }) => a)).toEqual(["GBP", "GBP", "EUR"]);
  });
});

describe("case 56: money", () => {
  const price = {
    type: "NUMERIC",
    quality: [{ metric: "invalidValues", arguments: { wholeUnitsOf: "currency" }, severity: "quarantine" }],
  };
  const currency = {
    quality: [{ metric: "invalidValues", arguments: { currency: true }, severity: "quarantine" }],
  };
  const feed = contract({ price, currency }, { maxRejectPercent: 100 });

  it("has decimals only in currencies that have them, and only currencies that exist", async () => {
    const { rows, rejects } = await stager.stage(
      feed,
      "price,currency\n100,JPY\n100.00,JPY\n100.5,JPY\n100.5,GBP\n1,XXX\n1,gbp\n1,XAU\n0.01,KRW\n",
    );
    expect(rejects.map(({ _row, column_name, rule }) => [Number(_row), column_name, rule])).toEqual([
      [4, "price", "whole_units"],
      [6, "currency", "currency"],
      [7, "currency", "currency"],
      [8, "currency", "currency"],
      [9, "price", "whole_units"],
    ]);
    // What breaks only a check is in raw as it came, marked, and goes no further.
    expect(rows.filter(({ _quarantined }) => _quarantined).map(({ _row }) => Number(_row))).toEqual([
      4, 6, 7, 8, 9,
    ]);
  });

  it("is exact: 0.1 and 0.2 are 0.3", async () => {
    const { rows } = await stager.stage(feed, "price,currency\n0.1,GBP\n0.2,GBP\n");
    const cents = rows.map((row) => BigInt(String(row["price"]).replace(".", "")));
    expect(cents.reduce((left, right) => left + right)).toBe(300_000_000n);
  });
});

describe("case 68: text that would be SQL elsewhere", () => {
  it("is a plain value, a plain header and a plain object name", async () => {
    const evil = `'; drop table x; --`;
    const feed = contract(
      {
        a: { custom: { aliases: [evil], nullSpellings: ["' or '1'='1"], default: "it's" } },
        b: {
          quality: [
            {
              metric: "invalidValues",
              arguments: { validValues: ["it's", "a|b", "c.d"] },
              severity: "quarantine",
            },
          ],
        },
      },
      { maxRejectPercent: 100 },
    );
    const text = `"${evil}",b,"x' || y"\n"${evil}",it's,"""; select 1"\n' or '1'='1,a|b,\nz,cxd,\n`;
    const { rows, rejects } = await stager.stage(feed, text, { name: `sales/2024-10-06${evil}.csv` });
    expect(rows.map(({ a, b, _object, _rescued }) => [a, b, _object, JSON.parse(String(_rescued))])).toEqual([
      [evil, "it's", `sales/2024-10-06${evil}.csv`, { "x' || y": '"; select 1' }],
      ["it's", "a|b", `sales/2024-10-06${evil}.csv`, { "x' || y": null }],
      ["z", "cxd", `sales/2024-10-06${evil}.csv`, { "x' || y": null }],
    ]);
    expect(rejects).toMatchObject([{ _row: "4", rule: "valid_values", value: "cxd" }]);
  });
});

describe("case 69: patterns", () => {
  it("are checked in linear time, whatever they are", async () => {
    const pattern = "^(a+)+$";
    const check = { metric: "invalidValues", arguments: { pattern }, severity: "quarantine" };
    const feed = contract({ a: { quality: [check] }, b: {} }, { maxRejectPercent: 100 });
    const { rejects } = await stager.stage(
      feed,
      `a,b\n${"a".repeat(100_000)}!,1\n${"a".repeat(100_000)},1\n`,
    );
    expect(rejects).toMatchObject([{ _row: "2", rule: "pattern" }]);
  });
});

describe("a row with several faults", () => {
  it("is one reject that tells them all", async () => {
    const feed = contract({ a: { type: "INT64", required: true }, b: "DATE" }, { maxRejectPercent: 100 });
    const { rejects, report } = await stager.stage(feed, "a,b\n,soon\n");
    expect(rejects).toMatchObject([
      {
        column_name: "a",
        rule: "required",
        reasons: 'a is required; b "soon" is not a date like 2024-10-06',
      },
    ]);
    expect(report).toMatchObject({ rowsIn: 1, rowsKept: 0, rowsQuarantined: 1 });
  });
});
