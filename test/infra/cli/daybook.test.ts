import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { daybook, daybookJson, put, temporaryFolder } from "./laptop-process.ts";
import { saleLine, salesFile } from "./sales-file.ts";

const company = join(temporaryFolder(), "company");
const home = temporaryFolder();
const small = "--days 14 --customers 40 --products 30 --stores 2 --lines-per-day 60 --anomalies 0".split(" ");

const sql = (statement: string) => daybookJson("--home", home, "sql", statement);
const count = async (table: string) => {
  const [row] = (await sql(`select count(*) as n from ${table}`)) as [{ n: number }];
  return row.n;
};

beforeAll(async () => {
  const generated = await daybook("generate", "--out", company, ...small);
  expect(generated.code).toBe(0);
  const ran = await daybook("--home", home, "run", company);
  expect(ran.stderr).not.toContain("daybook:");
  expect(ran.code).toBe(0);
});

describe("generate", () => {
  it("writes the same bytes for the same options", async () => {
    const again = join(temporaryFolder(), "again");
    await daybook("generate", "--out", again, ...small);
    const contents = (folder: string) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(contents(again)).toEqual(contents(company));
  });

  it("refuses a folder that is not empty, unless forced", async () => {
    const filled = temporaryFolder();
    put(filled, "mine.txt", "mine");
    const refused = await daybook("generate", "--out", filled, ...small);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("not empty");
    expect(readdirSync(filled)).toEqual(["mine.txt"]);
    expect((await daybook("generate", "--out", filled, "--force", ...small)).code).toBe(0);
  });
});

describe("run", () => {
  it("changes nothing the second time, and says that the files are the same", async () => {
    const lines = await sql("select * from clean.lines order by _object, _row");
    const report = await daybookJson("--home", home, "run", company);
    expect(report).toMatchObject({ rows: { in: 0, addUp: true } });
    const outcomes = new Set(
      (report as { files: { name: string; outcome: string }[] }).files.map(({ outcome }) => outcome),
    );
    expect(outcomes).toEqual(new Set(["same"]));
    expect(await sql("select * from clean.lines order by _object, _row")).toEqual(lines);
  });

  it("accounts for every row and every file", async () => {
    const folder = temporaryFolder();
    put(folder, "transactions/2030-01-01.csv", salesFile("2030-01-01", 50).replace(",2.00,", ",much,"));
    put(folder, "transactions/2030-01-02.csv", `${salesFile("2030-01-02", 5)}"never closed`);
    put(folder, "notes/todo.txt", "nothing");
    put(folder, "_draft/transactions/2030-01-03.csv", "left alone");
    const place = temporaryFolder();
    const { code, stdout } = await daybook("--home", place, "run", folder);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Files +1 accepted, 0 same as before, 1 rejected, 1 ignored/);
    expect(stdout).toMatch(/Rows +50 in = 49 kept \+ 1 quarantined; the tables agree/);
    expect(stdout).toMatch(/transactions\/2030-01-02\.csv +line 7: .*quote/);
    expect(stdout).toContain("no contract has a path that fits this name");
    expect((await daybook("--home", place, "run", folder, "--strict")).code).toBe(1);
    expect((await daybook("--home", place, "run", folder, "--tolerant")).code).toBe(0);
  });
});

describe("drop", () => {
  it("includes the folders that a contract knows in the name, or takes the given name", async () => {
    const folder = temporaryFolder();
    const rates = put(folder, "fx_rates/2031-01-01.csv", "rate_date,currency,rate\n2031-01-01,EUR,0.85\n");
    const report = await daybookJson("--home", home, "drop", rates);
    expect(report).toMatchObject({ files: [{ name: "fx_rates/2031-01-01.csv", outcome: "accepted" }] });
    const sales = put(folder, "export.csv", salesFile("2031-01-01", 3));
    const named = await daybookJson("--home", home, "drop", sales, "--as", "transactions/2031-01-01.csv");
    expect(named).toMatchObject({
      files: [{ name: "transactions/2031-01-01.csv", outcome: "accepted", kept: 3 }],
    });
  });
});

describe("sql", () => {
  it("prints aligned columns, and NULL for missing values", async () => {
    const { stdout } = await daybook(
      "--home",
      home,
      "sql",
      "select 'x' as word, 5 as figure, cast(null as string) as nothing union all select 'longer', 1234, 'y' order by 2",
    );
    expect(stdout).toBe(
      [
        "word    figure  nothing",
        "──────  ──────  ───────",
        "x            5  NULL",
        "longer    1234  y",
        "(2 rows)",
        "",
      ].join("\n"),
    );
  });

  it("writes CSV without formulas", async () => {
    const { stdout } = await daybook(
      "--home",
      home,
      "sql",
      "--csv",
      "select '=1+1' as formula, -5 as loss, 'a,b' as pair",
    );
    expect(stdout).toBe('formula,loss,pair\r\n\'=1+1,-5,"a,b"\r\n');
  });

  it("refuses everything but one SELECT, and leaves the tables unchanged", async () => {
    const before = await count("clean.lines");
    for (const statement of ["delete from clean.lines where true", "select 1; drop table clean.lines"]) {
      const { code, stderr, stdout } = await daybook("--home", home, "sql", statement);
      expect({ statement, code, stdout }).toEqual({ statement, code: 1, stdout: "" });
      expect(stderr).toBe("daybook: only a single SELECT statement can be run here\n");
    }
    expect(await count("clean.lines")).toBe(before);
  });

  it("says where a statement is wrong", async () => {
    const { code, stderr } = await daybook("--home", home, "sql", "select frobnicate(1)");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^daybook: .*1:8.*frobnicate/);
  });

  it("says what to do where there is no data yet", async () => {
    const { code, stderr } = await daybook("--home", join(temporaryFolder(), "none"), "sql", "select 1");
    expect(code).toBe(1);
    expect(stderr).toContain("npm start");
  });
});

describe("plan", () => {
  it("says what would happen to each file, and changes nothing", async () => {
    const folder = temporaryFolder();
    const place = temporaryFolder();
    put(folder, "transactions/2030-01-01.csv", salesFile("2030-01-01", 40));
    put(folder, "transactions/2030-01-02.csv", salesFile("2030-01-02", 40));
    await daybook("--home", place, "run", folder);
    put(folder, "transactions/2030-01-02.csv", salesFile("2030-01-02", 41).replace(",2.00,", ",much,"));
    put(folder, "transactions/2030-01-03.csv", `${saleLine("2030-01-03", 1)}\n`);
    put(folder, "transactions/2030-01-04.csv", salesFile("2030-01-04", 4));
    put(folder, "readme.md", "hello");
    const state = await daybookJson("--home", place, "status");
    const plan = (await daybookJson("--home", place, "plan", folder)) as { files: object[] };
    expect(plan).toMatchObject({
      files: [
        { name: "readme.md", outcome: "ignored" },
        { name: "transactions/2030-01-01.csv", outcome: "same" },
        { name: "transactions/2030-01-02.csv", outcome: "replace", rows: 41, quarantined: 1 },
        { name: "transactions/2030-01-03.csv", outcome: "rejected" },
        { name: "transactions/2030-01-04.csv", outcome: "load", rows: 4, days: ["2030-01-04"] },
      ],
      daysRebuilt: ["2030-01-02", "2030-01-04"],
    });
    expect(await daybookJson("--home", place, "status")).toEqual(state);
  });

  it("works without any data", async () => {
    const { code, stdout } = await daybook("--home", join(temporaryFolder(), "none"), "plan", company);
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing was changed.");
  });
});

describe("status", () => {
  it("counts files and rows by feed, and finds nothing waiting", async () => {
    const report = await daybookJson("--home", home, "status");
    expect(report).toMatchObject({
      watchedAt: expect.any(String),
      waiting: { clean: 0, aggregate: 0 },
      unfinished: [],
      rejected: [],
    });
    const { feeds } = report as { feeds: { feed: string; rows: number; quarantined: number }[] };
    const sales = feeds.find(({ feed }) => feed === "transactions");
    const held = await count("clean.quarantine where stage = 'clean'");
    expect(sales?.rows).toBe((await count("clean.lines")) + held);
    expect(sales?.quarantined).toBe(
      await count("clean.quarantine where feed = 'transactions' and stage = 'ingest'"),
    );
  });

  it("says which generation keeps serving when a replacement is rejected", async () => {
    const place = temporaryFolder();
    const folder = temporaryFolder();
    const file = put(folder, "transactions/2030-01-01.csv", salesFile("2030-01-01", 30));
    await daybook("--home", place, "drop", file);
    writeFileSync(file, `${salesFile("2030-01-01", 5)}"never closed`);
    await daybook("--home", place, "drop", file);
    const report = (await daybookJson("--home", place, "status")) as { rejected: { serving: string }[] };
    const shown = await daybookJson("--home", place, "quarantine", "show", "transactions/2030-01-01.csv");
    const { generations } = shown as { generations: { state: string; generation: string }[] };
    expect(generations.map(({ state }) => state)).toEqual(["REJECTED", "LOADED"]);
    expect(report.rejected).toMatchObject([{ serving: generations[1]?.generation, state: "REJECTED" }]);
    const { stdout } = await daybook("--home", place, "status");
    expect(stdout).toContain(`generation ${generations[1]?.generation}`);
  });
});

describe("quarantine", () => {
  it("lists rows by rule and file, and counts those it does not show", async () => {
    const rules = (await sql(
      "select rule, count(*) as n from clean.quarantine group by rule order by n desc, rule limit 1",
    )) as [{ rule: string; n: number }];
    const [{ rule, n }] = rules;
    const list = await daybookJson("--home", home, "quarantine", "list", "--rule", rule, "--limit", "1");
    expect(list).toMatchObject({ total: n, rows: [{ rule }] });
    const { stdout } = await daybook("--home", home, "quarantine", "list", "--file", "no/such.csv");
    expect(stdout).toBe("Nothing is in quarantine.\n");
  });

  it("replays a rejected file under a contract that now knows its column", async () => {
    const place = temporaryFolder();
    const folder = temporaryFolder();
    put(folder, "transactions/2030-01-01.csv", salesFile("2030-01-01", 30).replace("invoice_no", "Beleg"));
    const rejected = await daybookJson("--home", place, "run", folder, "--tolerant");
    expect(rejected).toMatchObject({ files: [{ outcome: "rejected" }] });
    const unchanged = await daybookJson("--home", place, "quarantine", "replay");
    expect(unchanged).toMatchObject([{ before: { state: "REJECTED" }, after: { state: "REJECTED" } }]);

    const contracts = temporaryFolder();
    cpSync(join(import.meta.dirname, "../../../shared/contracts"), contracts, { recursive: true });
    const contract = join(contracts, "transactions.yaml");
    writeFileSync(contract, readFileSync(contract, "utf8").replace("[InvoiceNo,", "[Beleg, InvoiceNo,"));
    const replayed = await daybookJson("--home", place, "--contracts", contracts, "quarantine", "replay");
    expect(replayed).toMatchObject([{ before: { state: "REJECTED" }, after: { state: "LOADED", rows: 30 } }]);
    const [sales] = (await daybookJson("--home", place, "sql", "select count(*) as n from clean.lines")) as [
      object,
    ];
    expect(sales).toEqual({ n: 30 });
  });
});

it("feeds lists the contracts", async () => {
  const { stdout, code } = await daybook("feeds");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^transactions \(daily\): transactions\/\{date\}\*\.csv/m);
});
