import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pushFiles } from "../../functions/operations/push/push-files.ts";
import { openBuckets } from "../../infra/local/object-store.ts";
import { daybook, daybookJson, put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";

describe("daybook export", { timeout: 240_000 }, () => {
  const folder = temporaryFolder();
  const home = join(folder, "home");
  const lines = 3000;

  beforeAll(async () => {
    const rows = salesFile("2024-05-01", lines).replace(",Mug,", ',"=Mug, large",');
    await daybook("--home", home, "drop", put(folder, "transactions/2024-05-01.csv", rows));
  }, 120_000);

  it("writes a whole table as CSV, longer than one piece, with one header and no formulas", async () => {
    const out = join(folder, "lines.csv");
    const { code, stderr } = await daybook("--home", home, "export", "clean.lines", "--out", out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [header, ...rows] = readFileSync(out, "utf8").trimEnd().split("\r\n");
    expect(header).toContain("invoice_no,");
    expect(rows).toHaveLength(lines);
    expect(rows.filter((row) => row.includes(`"'=Mug, large"`))).toHaveLength(1);
    expect(rows).not.toContain(header);
    expect(statSync(out).mode & 0o777).toBe(0o600);
  });

  it("writes findings and predictions by their names, as Parquet into a folder", async () => {
    const out = join(folder, "report");
    await daybookJson("--home", home, "export", "predictions", "--out", out);
    await daybookJson("--home", home, "export", "findings", "--out", out, "--masked");
    const reader = await (await DuckDBInstance.create(":memory:")).connect();
    for (const name of ["predictions.spend", "predictions.sales_forecast", "insights.findings"])
      await reader.run(`select * from read_parquet('${join(out, `${name}.parquet`)}')`);
  });

  it("says what there is to export", async () => {
    const wrong = await daybook("--home", home, "export", "nothing", "--out", folder);
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("findings, predictions, tables"),
    });
    const many = await daybook("--home", home, "export", "predictions", "--out", join(folder, "a.csv"));
    expect(many).toMatchObject({ code: 2, stderr: expect.stringContaining("give a folder") });
  });
});

describe("daybook push", () => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-push-"));
  const here = openBuckets(join(folder, "here"));
  const there = openBuckets(join(folder, "there"));
  const [from, to] = [
    here.bucket("landing", { versioned: true }),
    there.bucket("landing", { versioned: true }),
  ];
  const options = { replace: false, onDone: () => {} };
  const outcomes = async (replace = false) =>
    (await pushFiles(from, to, { ...options, replace })).map(({ name, outcome }) => `${name} ${outcome}`);

  afterAll(() => {
    here.close();
    there.close();
    rmSync(folder, { recursive: true });
  });

  it("copies each file once, leaves alone what differs, and continues", async () => {
    await from.write("a.csv", "one");
    await from.write("b.csv", "x".repeat(100_000));
    await to.write("a.csv", "two");
    expect(await outcomes()).toEqual(["a.csv differs", "b.csv copied"]);
    expect(await outcomes()).toEqual(["a.csv differs", "b.csv same"]);
    expect(await outcomes(true)).toEqual(["a.csv replaced", "b.csv same"]);
    expect(await outcomes()).toEqual(["a.csv same", "b.csv same"]);
    expect((await to.stat("b.csv"))?.crc32c).toBe((await from.stat("b.csv"))?.crc32c);
  });

  it("reports a file that arrives with other bytes, and goes on with the rest", async () => {
    await from.write("c.csv", "three");
    await from.write("d.csv", "four");
    const bending = new Proxy(to, {
      get: (target, name) =>
        name === "upload"
          ? (object: string, path: string, write: object) =>
              object === "c.csv" ? target.write(object, "bent", write) : target.upload(object, path, write)
          : (Reflect.get(target, name) as (...given: unknown[]) => unknown).bind(target),
    });
    const pushed = await pushFiles(from, bending, options);
    expect(pushed.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      "a.csv same",
      "b.csv same",
      "c.csv failed",
      "d.csv copied",
    ]);
    expect(pushed[2]?.reason).toContain("another checksum");
  });

  it("without a project says where to push to", async () => {
    expect(await daybook("--home", folder, "push")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--project"),
    });
  });
});
