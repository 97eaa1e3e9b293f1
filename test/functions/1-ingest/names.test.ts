import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ingest } from "../../../functions/1-ingest/ingest.ts";
import type { Log } from "../../../shared/platform.ts";
import { temporaryHome } from "../../e2e/temporary-home.ts";
import { land, sales } from "./landing.ts";

const row = (invoice: number) => `A${invoice},P1,1,2024-10-06T10:00:00,2.50,GBP,C1`;

const longest = (() => {
  const start = "transactions/2024-10-06 ";
  return `${start}${"😀".repeat((1024 - start.length - 4) / 4)}.csv`;
})();

/** Names that would mean something to a path, a shell, a wildcard load or a statement. All fit the feed's pattern. */
const odd = [
  "transactions/2024-10-06 '; drop table raw.transactions; --.csv",
  "transactions/2024-10-06%2e%2e%2f.csv",
  "transactions/2024-10-06`x`.csv",
  'transactions/2024-10-06"x".csv',
  "transactions/2024-10-06$20240101.csv",
  "transactions/2024-10-06*.csv",
  "transactions/2024-10-06?#[a-z].csv",
  "transactions/2024-10-06..csv",
  "transactions/2024-10-06\\..\\x.csv",
  "transactions/2024-10-06 😀‮ é.csv",
  "transactions/2024-10-06/'; --.csv",
  longest,
];

describe("case 66: odd names within a feed's folder", () => {
  it("are plain data from the bucket to the tables", async () => {
    expect(Buffer.byteLength(longest)).toBe(1024);
    const home = await temporaryHome();
    for (const [index, name] of odd.entries())
      expect(await land(home, name, sales(row(index)))).toMatchObject({
        state: "ACCEPTED",
        rows: 1,
        object: name,
      });
    await home.settle();
    const raw = await home.rows(
      "select _object, invoice_no, _source_date from raw.transactions order by _row, _object",
    );
    expect(raw.map(({ _object }) => _object).sort()).toEqual([...odd].sort());
    expect(new Set(raw.map(({ _source_date }) => _source_date))).toEqual(new Set(["2024-10-06"]));
    const lines = await home.rows(
      "select count(*) as rows_, count(distinct _object) as objects from clean.lines",
    );
    expect(lines).toEqual([{ rows_: odd.length, objects: odd.length }]);
  });

  it("write no file outside the home", async () => {
    const home = await temporaryHome();
    const outside = join(home.folder, "outside");
    mkdirSync(outside);
    for (const name of odd) await land(home, name, sales(row(1)));
    expect(readdirSync(outside)).toEqual([]);
    expect(readdirSync(home.folder).sort()).toEqual(["home", "outside"]);
  });
});

describe("case 66: names outside every feed", () => {
  const outside = [
    "../transactions/2024-10-06.csv",
    "transactions/../2024-10-06.csv",
    "transactions/../../2024-10-06.csv",
    "/transactions/2024-10-06.csv",
    "transactions//2024-10-06.csv",
    "%2e%2e/transactions/2024-10-06.csv",
    "transactions/2024-13-06.csv",
    "transactions/2024-02-30.csv",
    "transactions/2024-10-06.csv.exe",
    "Transactions/2024-10-06.csv",
    "transactions/2024-10-06.csv\n",
    "transactions/2024-10-06\0.csv",
    "transactions/2024-10-06\ud800.csv",
    `transactions/2024-10-06${"é".repeat(600)}.csv`,
    "transactions/2024-10-06/deep/er.csv",
    "transactions/_2024-10-06.csv",
    "transactions/",
    "gsutil/tmp/transactions/2024-10-06.csv",
    "😀",
  ];

  it("are ignored and counted, and leave no trace in the state", async () => {
    const home = await temporaryHome();
    const before = await home.platform.state.list("");
    const lines: unknown[] = [];
    const log: Log = { ...home.platform.log, info: (_, fields) => lines.push(fields?.["counter"]) };
    for (const name of outside)
      expect(
        await ingest({ ...home.platform, log })({ bucket: "landing", name, generation: "1" }),
      ).toBeUndefined();
    expect(lines).toEqual(outside.map(() => "object_ignored"));
    expect(await home.platform.state.list("")).toEqual(before);
  });
});

describe("case 67: a name that would choose a table", () => {
  it("is only a name: the table is the contract's", async () => {
    const home = await temporaryHome();
    const names = [
      "transactions/2024-10-06.clean.lines.csv",
      "transactions/2024-10-06/raw.customers.csv",
      "clean.lines/2024-10-06.csv",
      "metrics/2024-10-06.csv",
    ];
    const states = [];
    for (const [index, name] of names.entries())
      states.push((await land(home, name, sales(row(index))))?.feed);
    expect(states).toEqual(["transactions", "transactions", undefined, undefined]);
    await home.settle();
    expect(await home.rows("select distinct _object from raw.transactions order by 1")).toEqual(
      names
        .slice(0, 2)
        .map((_object) => ({ _object }))
        .sort(),
    );
    expect(await home.rows("select count(*) as n from raw.customers")).toEqual([{ n: 0 }]);
  });
});
