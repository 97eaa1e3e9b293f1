import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lookBelow } from "../../infra/cli/files-below.ts";
import {
  daybook,
  daybookJson,
  eventually,
  put,
  startServer,
  temporaryFolder,
} from "../infra/cli/laptop-process.ts";

const dayMs = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);
const header = "invoice_no,stock_code,quantity,invoice_date,unit_price,customer_id\n";
const salesOf = (day: string): string => `${header}A1,X,2,${day} 10:00:00,1.50,C1\n`;

/** A folder whose entries lead nowhere, back to themselves, and up. */
const spoil = (folder: string): void => {
  mkdirSync(folder, { recursive: true });
  symlinkSync("loop", join(folder, "loop"));
  symlinkSync(".", join(folder, "again"));
  symlinkSync("gone", join(folder, "nothing"));
};

it("an inbox with a link loop loads everything else, and is not at rest before the loop is gone", async () => {
  const home = join(temporaryFolder(), "home");
  const first = put(temporaryFolder(), `transactions/${daysAgo(2)}.csv`, salesOf(daysAgo(2)));
  await daybook("--home", home, "run", join(first, "../.."));
  const server = await startServer(home);
  spoil(join(home, "inbox/mine"));
  put(join(home, "inbox"), `transactions/${daysAgo(1)}.csv`, salesOf(daysAgo(1)));
  const page = () => fetch(server.url).then((reply) => reply.text());

  const troubled = await eventually(async () => {
    const text = await page();
    return text.includes("3 unreadable") && !text.includes("Working") && text;
  });
  expect(troubled).not.toContain("calm-dot");
  const files = await (await fetch(`${server.url}/files`)).text();
  expect(files).toContain("mine/loop");
  expect(files).toContain("it is a link that leads back to itself: remove it");
  expect(server.said()).toContain("inbox: mine/again: it is a link to a folder that it lies in");
  const status = await eventually(async () => {
    const { stdout } = await daybook("--home", home, "status");
    return stdout.includes("Nothing is waiting.") && stdout;
  });
  expect(status).toContain("Needs you: unreadable 3.");
  expect(status).toContain("mine/nothing  it is a link to nothing");
  expect(await daybookJson("--home", home, "sql", "select count(*) as lines from clean.lines")).toEqual([
    { lines: 2 },
  ]);

  rmSync(join(home, "inbox/mine"), { recursive: true });
  await eventually(async () => (await page()).includes("At rest"));
  expect(await server.stop()).toBe(0);
});

it("run names what it cannot read, loads the rest, and fails", async () => {
  const folder = temporaryFolder();
  put(folder, `transactions/${daysAgo(1)}.csv`, salesOf(daysAgo(1)));
  spoil(join(folder, "mine"));
  const { code, stdout } = await daybook("--home", join(temporaryFolder(), "home"), "run", folder);
  expect(code).toBe(1);
  expect(stdout).toContain("1 accepted");
  expect(stdout).toContain("mine/loop     it is a link that leads back to itself: remove it");
});

it("a folder that may not be read hides its files and no others", () => {
  const folder = temporaryFolder();
  put(folder, "locked/a.csv", "");
  put(folder, "open/b.csv", "");
  chmodSync(folder, 0o755);
  chmodSync(join(folder, "locked"), 0o000);
  const { files, unreadable } = asNobody(() => lookBelow(folder));
  expect(files.map(({ name }) => name)).toEqual(["open/b.csv"]);
  expect(unreadable).toEqual([
    {
      name: "locked",
      reason: "it may not be read: give its reader the right to, or take it out of the folder",
    },
  ]);
  writeFileSync(join(folder, "open/c.csv"), "");
  expect(asNobody(() => lookBelow(folder)).files).toHaveLength(2);
});

/** An administrator may read everything. */
const asNobody = <Result>(work: () => Result): Result => {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
};
