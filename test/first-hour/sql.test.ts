import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, it } from "vitest";
import { daybookAlone as daybook, put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";

const folder = temporaryFolder();
const home = join(folder, "home");

beforeAll(async () => {
  put(folder, "files/transactions/2024-05-01.csv", salesFile("2024-05-01", 5));
  await daybook("--home", home, "run", join(folder, "files"));
}, 120_000);

const endless =
  "select sum(a * b * c) as n from unnest(generate_array(1, 100000)) as a cross join unnest(generate_array(1, 100000)) as b cross join unnest(generate_array(1, 100000)) as c";
const thousands = "select n, 'x' as word from unnest(generate_array(1, 5000)) as n order by n";

const begin = (...args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ["infra/cli/daybook.mjs", "--home", home, "sql", ...args]);

/** Types the lines as a pipe does. */
const shell = async (lines: string, ...args: readonly string[]) => {
  const child = begin(...args);
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (data) => {
    stdout += String(data);
  });
  child.stderr?.on("data", (data) => {
    stderr += String(data);
  });
  child.stdin?.end(lines);
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
};

describe("a question that asks too much", { timeout: 120_000 }, () => {
  it("is stopped when its time is over", async () => {
    const { code, stderr } = await daybook("--home", home, "sql", "--timeout", "1", endless);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "daybook: the question was stopped: it took longer than 1 seconds\n",
    });
  });

  it("is refused when its memory is used up", async () => {
    const wide =
      "select max(array_length(everything)) from (select array_agg(a) as everything from unnest(generate_array(1, 30000)) as a cross join unnest(generate_array(1, 3000)) as b)";
    const { code, stderr } = await daybook("--home", home, "sql", "--max-memory", "64", wide);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("--max-memory") });
  });

  it("shows its first rows on the screen, and says that there are more", async () => {
    const { code, stdout, stderr } = await daybook("--home", home, "sql", "--max-rows", "2", thousands);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining("(2 rows)") });
    expect(stderr).toContain("the first 2 rows; there are more");
  });

  it("writes no file that lacks rows without a word", async () => {
    for (const way of [["--csv"], ["--out", join(folder, "part.csv")]]) {
      const { code, stdout, stderr } = await daybook(
        "--home",
        home,
        "sql",
        ...way,
        "--max-rows",
        "2",
        thousands,
      );
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toContain("raise --max-rows");
    }
    expect(existsSync(join(folder, "part.csv"))).toBe(false);
  });

  it("ends with 130 at Ctrl+C, as a question and in a pipe", async () => {
    for (const [args, lines] of [[[endless], ""] as const, [[], `${endless};\nselect 1;`] as const]) {
      const child = begin(...args);
      child.stdin?.write(lines);
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      const closed = once(child, "close");
      child.kill("SIGINT");
      const [code, signal] = await closed;
      // Either way a shell reports 130.
      expect(code ?? signal).toSatisfy((end) => end === 130 || end === "SIGINT");
    }
  });
});

describe("the shell", { timeout: 120_000 }, () => {
  it("lists tables, describes one, and answers as table, records, CSV and JSON", async () => {
    const { code, stdout, stderr } = await shell(
      [
        "tables",
        "describe daily_sales",
        "select business_date, lines from metrics.daily_sales",
        "where dimension = 'company';",
        "\\x",
        "select 7 as seven, 'a' as letter;",
        "\\f csv",
        "select 1 as one; select count(*) from clean.lines;",
        "\\f json",
        "select 2 as two",
      ].join("\n"),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "One line a value.\n" });
    expect(stdout).toContain("clean.lines");
    expect(stdout).toMatch(/^business_date +DATE +The day/m);
    expect(stdout).toMatch(/^2024-05-01 +5$/m);
    expect(stdout).toContain("─ row 1 ─\nseven   7\nletter  a\n(1 row)\n");
    expect(stdout).toContain("one\r\n1\r\ncount(*)\r\n5\r\n");
    expect(stdout).toMatch(/\{\s+"two": 2\s+\}/);
  });

  it("writes an answer to a file, as Parquet too, which nobody else may read", async () => {
    const [csv, parquet] = [join(folder, "one.csv"), join(folder, "two.parquet")];
    const { code, stdout } = await shell(
      `\\o ${csv}\nselect 'a,b' as word;\n\\o ${parquet}\nselect stock_code from clean.lines;\nselect 3 as three;`,
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^three/) });
    expect(readFileSync(csv, "utf8")).toBe('word\r\n"a,b"\r\n');
    expect(statSync(parquet).mode & 0o777).toBe(0o600);
    const reader = await (await DuckDBInstance.create(":memory:")).connect();
    const rows = await reader.runAndReadAll(`select count(*)::integer from read_parquet('${parquet}')`);
    expect(rows.getRows()).toEqual([[5]]);
  });

  it("ends a pipe at the first fault, with exit code 1 and the reason", async () => {
    const { code, stdout, stderr } = await shell("select 1 as one;\nselect frobnicate(1);\nselect 2 as two;");
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.not.stringContaining("two") });
    expect(stderr).toContain("frobnicate");
    expect(await shell("describe nothing")).toMatchObject({ code: 1 });
    expect(await shell("\\nothing")).toMatchObject({ code: 1, stderr: expect.stringContaining("help") });
    expect(await shell("delete from clean.lines where true;")).toMatchObject({ code: 1 });
  });

  it("ends without a word on empty input", async () => {
    expect(await shell("")).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

it("an answer without rows still has its header in CSV", async () => {
  const { stdout } = await daybook(
    "--home",
    home,
    "sql",
    "--csv",
    "select stock_code, net from clean.lines where false",
  );
  expect(stdout).toBe("stock_code,net\r\n");
});
