import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { feedWatchName } from "../../shared/work/feed-watch.ts";
import { daybookWith, put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { salesFile } from "../infra/cli/sales-file.ts";
import { type DeployedWorld, openDeployedWorld } from "./deployed-world.ts";

/** What an operator does to a deployment, by the `daybook` command: a process of its own, with nothing but --project. */

/** Alone, a command takes up to 160 s; beside the other files, on two cores, more than twice as long. */
const longest = 900_000;

let world: DeployedWorld | undefined;
const folder = temporaryFolder();
const wrong = "transactions/2030-01-02.csv";

const daybook = async (...args: readonly string[]) => {
  const places = ["--project", "emulated", "--region", "US"];
  const { code, stdout, stderr } = await daybookWith(world?.operator ?? {}, ...places, "--json", ...args);
  if (code !== 0) throw new Error(`daybook ${args.join(" ")}: exit code ${code}: ${stderr}`);
  return JSON.parse(stdout) as unknown;
};
const lines = (where = "true") => daybook("sql", `select count(*) as n from clean.lines where ${where}`);

beforeAll(async () => {
  world = await openDeployedWorld();
}, 180_000);
afterAll(() => world?.close());

test(
  "run uploads a folder, and returns when its rows are in the tables",
  async () => {
    put(folder, "transactions/2030-01-01.csv", salesFile("2030-01-01", 50).replace(",2.00,", ",much,"));
    put(folder, wrong, salesFile("2030-01-02", 10).replace("invoice_no", "Beleg"));
    put(folder, "notes/todo.txt", "nothing");

    const report = await daybook("run", folder, "--tolerant");

    expect(report).toMatchObject({
      files: [
        { name: "notes/todo.txt", outcome: "ignored" },
        { name: "transactions/2030-01-01.csv", outcome: "accepted", kept: 49, quarantined: 1 },
        { name: wrong, outcome: "rejected" },
      ],
      rows: { in: 50, kept: 49, quarantined: 1, lines: 49, addUp: true },
    });
    expect(await lines()).toEqual([{ n: 49 }]);
  },
  longest,
);

test("status counts files and rows by feed, and finds nothing waiting", async () => {
  expect(await daybook("status")).toMatchObject({
    feeds: expect.arrayContaining([
      expect.objectContaining({ feed: "transactions", files: 2, rows: 49, quarantined: 1 }),
    ]),
    waiting: { clean: 0, aggregate: 0 },
    unfinished: [],
    rejected: [{ object: wrong }],
  });
});

test("the deployed sweep records what is overdue, and status shows it", async () => {
  await fetch(world?.functions.sweep.url ?? "", { method: "POST" });

  expect(await world?.platform.state.stat(feedWatchName)).toBeDefined();
  expect(await daybook("status")).toMatchObject({
    watchedAt: expect.any(String),
    feeds: expect.arrayContaining([
      expect.objectContaining({
        feed: "transactions",
        freshness: { newest: "2030-01-01", dueBy: "2030-01-04T12:00:00.000Z", late: false },
      }),
    ]),
  });
});

test("quarantine lists and shows what was not loaded", async () => {
  expect(await daybook("quarantine", "list")).toMatchObject({
    total: 1,
    rows: [{ file: "transactions/2030-01-01.csv", column_name: "unit_price", value: "much" }],
  });
  expect(await daybook("quarantine", "show", wrong)).toMatchObject({
    generations: [{ state: "REJECTED" }],
    rows: [],
  });
});

test(
  "quarantine replay reads a corrected file again",
  async () => {
    put(folder, wrong, salesFile("2030-01-02", 10));
    await daybook("drop", join(folder, wrong));

    expect(await daybook("quarantine", "replay")).toMatchObject([
      { file: "transactions/2030-01-01.csv", after: { state: "LOADED", rows: 49, rejected: 1 } },
    ]);
    expect(await lines()).toEqual([{ n: 59 }]);
  },
  longest,
);

test(
  "replay reads files again from their originals, and leaves the same tables",
  async () => {
    const rows = () =>
      daybook("sql", "select _object, _row, customer_id, net from clean.lines order by 1, 2");
    const before = await rows();

    const replayed = await daybook("replay", "transactions/");

    expect(replayed).toMatchObject({ replayed: [{ state: "ACCEPTED" }, { state: "ACCEPTED" }] });
    expect(await rows()).toEqual(before);
  },
  longest,
);

test(
  "a command ends with 1 and names what still waits when its time is up; the deployment goes on",
  async () => {
    await expect(daybook("--wait", "0", "replay", "transactions/")).rejects.toThrow(
      /exit code 1: [\s\S]*after 0 minutes there is still work: clean \(2 tokens/,
    );

    expect(await daybook("--wait", "5", "replay", wrong)).toMatchObject({
      replayed: [{ state: "ACCEPTED" }],
    });
    expect(await lines()).toEqual([{ n: 59 }]);
  },
  longest,
);

test("plan compares a folder with what the deployment serves", async () => {
  put(folder, "transactions/2030-01-03.csv", salesFile("2030-01-03", 5));

  expect(await daybook("plan", folder)).toMatchObject({
    files: [
      { outcome: "ignored" },
      { outcome: "same" },
      { outcome: "same" },
      { name: "transactions/2030-01-03.csv", outcome: "load", rows: 5 },
    ],
    daysRebuilt: ["2030-01-03"],
  });
});

test("predict, train, forecast, accuracy, models and migrate answer from the deployment", async () => {
  await expect(daybook("predict", "--customer", "C1")).rejects.toThrow("no model");
  expect(await daybook("train", "sales_forecast")).toMatchObject([{ outcome: "too_few_rows" }]);
  await expect(daybook("forecast")).rejects.toThrow("there are 2, up to 2030-01-02");
  expect(await daybook("accuracy")).toMatchObject({ knownUntil: "2030-01-02", spend: [] });
  expect(await daybook("models", "list")).toEqual([]);
  expect(await daybook("migrate", "--dry-run")).toEqual([
    expect.stringMatching(/^0001-/),
    expect.stringMatching(/^0002-/),
    expect.stringMatching(/^0003-/),
  ]);
});

test(
  "backfill loads a folder with one rebuild, and finds it done the second time",
  async () => {
    const years = temporaryFolder();
    for (const day of ["10", "11", "12"])
      put(years, `transactions/2029-01-${day}.csv`, salesFile(`2029-01-${day}`, 5));

    expect(await daybook("backfill", years)).toMatchObject({ files: 3, failed: [] });
    expect(await lines("business_date < '2030-01-01'")).toEqual([{ n: 15 }]);
    expect(await daybook("backfill", years)).toMatchObject({ files: 3, alreadyDone: 3, failed: [] });
    expect(readdirSync(years)).toEqual(["transactions"]);
  },
  longest,
);

test(
  "erase takes a person out of the tables and writes a certificate",
  async () => {
    const erased = await daybook("erase", "--customer", "C1");

    expect(erased).toMatchObject({ schema: "daybook.erasure-certificate/v1", rowsErased: 15 });
    expect(await lines("customer_id = 'C1'")).toEqual([{ n: 0 }]);
    expect(await lines()).toEqual([{ n: 59 }]);
  },
  longest,
);
