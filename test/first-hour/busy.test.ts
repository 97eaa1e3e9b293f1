import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { envWith } from "../../infra/cli/context.ts";
import { withHome } from "../../infra/cli/with-home.ts";
import { messageOf } from "../../shared/errors.ts";
import { daybook, put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";

/** Keeps the tables open as long as somebody waits for its answer. */
const endless =
  "select sum(a * b * c) as n from unnest(generate_array(1, 100000)) as a cross join unnest(generate_array(1, 100000)) as b cross join unnest(generate_array(1, 100000)) as c";
const question = {
  params: {},
  datasets: [],
  masked: [],
  mostRows: 1,
  mostBytes: 1000,
  timeoutMs: 120_000,
  format: "rows",
} as const;

it("status, sql, quarantine and drop answer while another process has the tables open", async () => {
  const home = join(temporaryFolder(), "home");
  const folder = temporaryFolder();
  const file = put(folder, "transactions/2024-05-01.csv", salesFile("2024-05-01", 3));
  await daybook("--home", home, "run", folder);
  const other = await DuckDBInstance.create(join(home, "warehouse.duckdb"));

  const status = await daybook("--home", home, "status");
  expect(status.code, status.stderr).toBe(0);
  expect(status.stdout).toContain("transactions");
  expect(status.stderr).toContain(`another process (${process.pid}) is working on`);
  for (const command of [
    ["sql", "select 1"],
    ["quarantine", "list"],
    ["drop", file],
  ]) {
    const { code, stderr } = await daybook("--home", home, ...command);
    expect(code).toBe(1);
    expect(stderr).toContain(`another process (${process.pid}) is working on`);
    expect(stderr).not.toContain("IO Error");
  }

  other.closeSync();
  const { stdout } = await daybook("--home", home, "sql", "--csv", "select count(*) from clean.lines");
  expect(stdout).toBe("count(*)\r\n3\r\n");
});

it("a process that works on the home answers the others, and loads their files", {
  timeout: 120_000,
}, async () => {
  const home = join(temporaryFolder(), "home");
  const folder = temporaryFolder();
  const file = put(folder, "transactions/2024-05-01.csv", salesFile("2024-05-01", 3));
  const another = put(temporaryFolder(), "transactions/2024-05-02.csv", salesFile("2024-05-02", 2));
  await daybook("--home", home, "run", folder);
  const untilStopped = new AbortController();

  await withHome(envWith({ home }), { loads: true }, async ({ platform }) => {
    const reading = platform.tables
      .explore({ ...question, sql: endless, signal: untilStopped.signal })
      .catch(messageOf);
    const status = await daybook("--home", home, "status");
    const asked = await daybook("--home", home, "sql", "--csv", "select count(*) as n from clean.lines");
    const wrong = await daybook("--home", home, "sql", "select frobnicate(1)");
    const held = await daybook("--home", home, "quarantine", "list");
    const dropped = await daybook("--home", home, "drop", another);
    const again = await daybook("--home", home, "--json", "drop", file);
    untilStopped.abort();

    expect(await reading).toContain("cancelled");
    expect(status).toMatchObject({ code: 0, stderr: "" });
    expect(asked).toEqual({ code: 0, stdout: "n\r\n3\r\n", stderr: "" });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("frobnicate") });
    expect(held).toEqual({ code: 0, stdout: "Nothing is in quarantine.\n", stderr: "" });
    expect(dropped).toMatchObject({ code: 0, stdout: expect.stringContaining("1 accepted") });
    expect(JSON.parse(again.stdout)).toMatchObject({ files: [{ outcome: "same" }] });
  });

  const { stdout } = await daybook("--home", home, "sql", "--csv", "select count(*) from clean.lines");
  expect(stdout).toBe("count(*)\r\n5\r\n");
});

it("a process that was killed leaves a socket that keeps nobody waiting", { timeout: 120_000 }, async () => {
  const home = join(temporaryFolder(), "home");
  const folder = temporaryFolder();
  put(folder, "transactions/2024-05-01.csv", salesFile("2024-05-01", 3));
  await daybook("--home", home, "run", folder);
  const socket = join(home, "sockets", "4000000.sock");
  const listen = `require("node:net").createServer().listen(${JSON.stringify(socket)}, () => console.log("ready"))`;
  const killed = spawn(process.execPath, ["-e", listen]);
  await once(killed.stdout, "data");
  killed.kill("SIGKILL");
  await once(killed, "close");
  const file = put(folder, "transactions/2024-05-02.csv", salesFile("2024-05-02", 2));

  expect(await daybook("--home", home, "drop", file)).toMatchObject({ code: 0 });
  expect(existsSync(socket)).toBe(false);
});

it("a home whose path is too long for a socket is asked all the same", { timeout: 120_000 }, async () => {
  const home = join(temporaryFolder(), "a folder with a long name ".repeat(5), "home");
  const untilStopped = new AbortController();
  await withHome(envWith({ home }), {}, async ({ platform }) => {
    const reading = platform.tables
      .explore({ ...question, sql: endless, signal: untilStopped.signal })
      .catch(messageOf);
    const asked = await daybook("--home", home, "sql", "--csv", "select 1 as one");
    untilStopped.abort();
    await reading;
    expect(asked).toEqual({ code: 0, stdout: "one\r\n1\r\n", stderr: "" });
  });
});
