import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { openHome } from "../../../infra/laptop/home.ts";
import { CompanyOptions } from "../../../infra/laptop/synthetic/options.ts";
import { dayOf } from "../../../shared/dates.ts";
import { contents, digests } from "../../e2e/tables.ts";
import {
  daybook,
  eventually,
  launchServer,
  put,
  type Server,
  startOnce,
  startServer,
  temporaryFolder,
} from "./laptop-process.ts";
import { salesFile } from "./sales-file.ts";

interface Status {
  readonly updating: boolean;
  readonly rejected: readonly { readonly object: string; readonly serving: string }[];
  readonly sales: readonly { readonly business_date: string; readonly lines: number }[];
}

const readStatus = async ({ url }: Server): Promise<Status> =>
  (await (await fetch(`${url}/status.json`)).json()) as Status;

/** Waits until the tables are at rest and a day has so many lines. */
const waitForLines = (server: Server, day: string, lines: number | undefined): Promise<Status> =>
  eventually(async () => {
    const status = await readStatus(server);
    const found = status.sales.find((row) => row.business_date === day)?.lines;
    return !status.updating && found === lines && status;
  });

/** A home that holds one day, so that no demo is made. */
const smallHome = async (): Promise<string> => {
  const home = temporaryFolder();
  const file = put(temporaryFolder(), "transactions/2030-01-01.csv", salesFile("2030-01-01", 20));
  expect((await daybook("--home", home, "drop", file)).code).toBe(0);
  return home;
};

/** Every table, without the generations: the same files came at another time. */
const tableDigests = async (folder: string) => {
  const home = await openHome({ ...readEnv({}), DAYBOOK_HOME: folder }, silentLog);
  try {
    return digests(await contents(home.platform.warehouse, { generations: false }));
  } finally {
    await home.close();
  }
};

describe("npm start -- --once", () => {
  it("makes a demo and prints a summary, does no work the second time, and completes a first run that was killed", async () => {
    const begun = new Date().toISOString().slice(0, 10);
    const home = temporaryFolder();
    const first = await startOnce(home);
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("the tables agree");
    expect(first.stdout).toContain(`drop ${home}/demo/credit/*.csv`);
    const { from, days } = CompanyOptions.parse(
      JSON.parse(readFileSync(join(home, "demo/_truth/options.json"), "utf8")),
    );
    // It was begun today, whatever the clock says by now.
    expect(dayOf(from) + days - dayOf(begun)).toBe(0);
    const second = await startOnce(home);
    expect(second.code).toBe(0);
    expect(second.stdout).not.toContain("demo");
    expect(first.stdout.endsWith(second.stdout)).toBe(true);

    const interrupted = temporaryFolder();
    const { child, said } = launchServer(interrupted);
    await eventually(async () => said().includes("loading it"));
    child.kill("SIGKILL");
    const mended = await startOnce(interrupted);
    expect(mended.code).toBe(0);
    expect(mended.stdout.endsWith(second.stdout)).toBe(true);
    expect(await tableDigests(interrupted)).toEqual(await tableDigests(home));
  }, 600_000);
});

describe("npm start", () => {
  it("loads a file from the inbox, replaces its rows, and keeps the last good version in force", async () => {
    const home = await smallHome();
    const server = await startServer(home);
    const inbox = join(home, "inbox");
    expect(existsSync(join(inbox, "README.txt"))).toBe(true);
    const file = put(inbox, "transactions/2030-01-02.csv", salesFile("2030-01-02", 30));
    await waitForLines(server, "2030-01-02", 30);
    writeFileSync(file, salesFile("2030-01-02", 12));
    await waitForLines(server, "2030-01-02", 12);

    writeFileSync(file, `${salesFile("2030-01-02", 3)}"<b>never closed`);
    const status = await eventually(async () => {
      const now = await readStatus(server);
      return now.rejected.length > 0 && now;
    });
    expect(status.sales[0]).toMatchObject({ business_date: "2030-01-02", lines: 12 });
    const [rejected] = status.rejected;
    expect(rejected?.serving).toMatch(/^\d+$/);
    const page = await eventually(async () => {
      const text = await (await fetch(`${server.url}/files`)).text();
      return text.includes("Rejected files") && text;
    });
    expect(page).toContain(`generation ${rejected?.serving}`);
    expect(page).not.toContain("<b>");

    rmSync(file);
    await eventually(async () => (await readStatus(server)).rejected.length === 0);
    expect((await readStatus(server)).sales[0]).toMatchObject({ lines: 12 });
    expect(await server.stop()).toBe(0);
  });

  it("serves this machine only, and only GET", async () => {
    const server = await startServer(await smallHome());
    expect(await (await fetch(`${server.url}/healthz`)).text()).toBe("ok\n");
    const page = await fetch(server.url);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await page.text()).not.toMatch(/<script(?! src="\/assets\/)|<style|style="/);
    expect((await fetch(server.url, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${server.url}/other`)).status).toBe(404);
    await server.stop();
  });

  it("shares its home with the daybook command", async () => {
    const home = await smallHome();
    const server = await startServer(home);
    const file = put(temporaryFolder(), "transactions/2030-01-03.csv", salesFile("2030-01-03", 9));
    expect((await daybook("--home", home, "drop", file)).code).toBe(0);
    await waitForLines(server, "2030-01-03", 9);
    await server.stop();
  });

  it("case 27: OOM kill / SIGKILL mid-stage → nothing is lost, not even what changes in the inbox while it is down.", async () => {
    const home = await smallHome();
    const server = await startServer(home);
    const inbox = join(home, "inbox");
    const days = Array.from({ length: 12 }, (_, index) => `2030-02-${String(index + 1).padStart(2, "0")}`);
    for (const day of days) put(inbox, `transactions/${day}.csv`, salesFile(day, 40));
    await eventually(async () => server.said().includes("40 rows"));
    await server.kill();
    put(inbox, "transactions/2030-02-01.csv", salesFile("2030-02-01", 7));
    put(inbox, "transactions/2030-02-13.csv", salesFile("2030-02-13", 5));

    const again = await startServer(home);
    await waitForLines(again, "2030-02-01", 7);
    await waitForLines(again, "2030-02-13", 5);
    await waitForLines(again, "2030-02-12", 40);
    expect(await again.stop()).toBe(0);

    const undisturbed = await smallHome();
    await daybook("--home", undisturbed, "run", inbox);
    expect(await tableDigests(home)).toEqual(await tableDigests(undisturbed));
  });
});
