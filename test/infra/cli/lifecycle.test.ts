import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { daybook, daybookJson, put, temporaryFolder } from "./laptop-process.ts";
import { salesFile } from "./sales-file.ts";

const home = temporaryFolder();
const folder = temporaryFolder();
for (const day of ["01", "02", "03"])
  put(folder, `transactions/2030-01-${day}.csv`, salesFile(`2030-01-${day}`, 5));
put(folder, "notes/todo.txt", "nothing");

const sql = (statement: string) => daybookJson("--home", home, "sql", statement);

describe("backfill", () => {
  it("shows a plan without making anything, loads a folder, and finds it done the second time", async () => {
    const none = join(temporaryFolder(), "none");
    const shown = await daybook("--home", none, "backfill", folder, "--dry-run");
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/Files +3 \(transactions 3\), 0\.0 MB; 1 that no contract matches/);
    expect(shown.stdout).toMatch(/load jobs into one table in a day +3 +1,500/);
    expect(shown.stdout).toMatch(/Cost +about USD 0\.0\d \(us-central1, USD, list prices of \d{4}-\d\d-\d\d/);
    expect(existsSync(none)).toBe(false);

    const done = await daybook("--home", home, "backfill", folder);
    expect(done.stdout).toBe("3 files: 3 read, 0 done before, 0 failed\n");
    expect(await sql("select count(*) as n from clean.lines")).toEqual([{ n: 15 }]);
    const again = await daybook("--home", home, "backfill", folder);
    expect(again.stdout).toBe("3 files: 0 read, 3 done before, 0 failed\n");
  });

  it("says that a prefix fits nothing", async () => {
    const { code, stderr } = await daybook("--home", home, "backfill", "transactions/1999");
    expect(code).toBe(2);
    expect(stderr).toContain("no such folder here, and no file in the bucket has this prefix");
  });
});

describe("replay", () => {
  it("says first what it reads, and leaves the same tables", async () => {
    const lines = await sql("select * from clean.lines order by _object, _row");
    const shown = await daybook(
      "--home",
      home,
      "replay",
      "transactions/2030-01-0",
      "--from",
      "2030-01-02",
      "--dry-run",
    );
    expect(shown.stdout).toMatch(/To read +2 files, 0\.0 MB \(transactions 2\)/);
    expect(shown.stdout).toMatch(/In the tables +10 rows of 2 business days will be replaced/);
    expect(shown.stdout).toContain("Nothing was changed.");
    const done = await daybook("--home", home, "replay", "--all");
    expect(done.stderr).toMatch(/To read +3 files/);
    expect(done.stdout).toBe("3 files read again: ACCEPTED 3\n");
    expect(await sql("select * from clean.lines order by _object, _row")).toEqual(lines);
  });

  it("names the feeds there are when it does not know one", async () => {
    const { code, stderr } = await daybook("--home", home, "replay", "--feed", "sales");
    expect(code).toBe(2);
    expect(stderr).toMatch(/--feed sales: no contract has that name; the feeds are .*transactions/);
  });
});

describe("erase", () => {
  it("shows the files, erases, and gives a certificate; an unknown id is an error that says what to do", async () => {
    const shown = await daybook("--home", home, "erase", "--customer", "C1", "--dry-run");
    expect(shown.stdout).toMatch(/transactions\/2030-01-02\.csv +\d+ +transactions +1\n/);
    expect(shown.stdout).toContain("3 files would be staged anew");
    const erased = await daybook("--home", home, "erase", "--customer", "C1");
    expect(erased.stdout).toMatch(/^CERTIFICATE OF ERASURE\n/);
    expect(erased.stdout).toContain("Rows erased: 3 in 3 generations of files");
    expect(erased.stderr).toMatch(/erasures\/v1\/certificates\/[0-9a-f]{64}\.json and \.txt/);
    expect(await sql("select count(*) as n from clean.lines")).toEqual([{ n: 12 }]);
    const again = await daybook("--home", home, "erase", "--customer", "C1 ");
    expect(again.code).toBe(0);
    const wrong = await daybook("--home", home, "erase", "--customer", "C99");
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(
      /^daybook: no row of this customer is here: nothing was erased\..*--even-if-unknown\n$/,
    );
  });
});
