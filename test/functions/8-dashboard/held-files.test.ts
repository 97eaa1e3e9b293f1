import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dashboardSources } from "../../../functions/dashboard-sources.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";
import { pagesOf } from "./asked-pages.ts";

/** A file of sales with fewer than three rows waits for a person. */
const contracts = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
cpSync("shared/contracts", contracts, { recursive: true });
const contract = join(contracts, "transactions.yaml");
writeFileSync(
  contract,
  readFileSync(contract, "utf8").replace(
    "mustBeGreaterThan: 0, severity: reject_file",
    "mustBeGreaterThan: 2, severity: hold",
  ),
);

let home: OpenedHome;
beforeAll(async () => {
  home = await openTemporaryHome({ DAYBOOK_CONTRACTS: contracts });
  for (const day of ["02", "03", "04"]) await home.dropText(fileOf(day), sales(day, 2));
  await home.dropText(fileOf("05"), `${sales("05", 40)}B1,P1,lots,2024-01-05T10:00:00,=4<b>\n`);
  await home.settle();
});
afterAll(async () => {
  await home.discard();
  rmSync(contracts, { recursive: true });
});

const fileOf = (day: string) => `transactions/2024-01-${day}.csv`;
const sales = (day: string, count: number): string =>
  `invoice_no,stock_code,quantity,invoice_date,unit_price\n${Array.from({ length: count }, (_, row) => `A${day}${row},P1,1,2024-01-${day}T10:00:00,4\n`).join("")}`;
const lines = async (day: string) => {
  const [row] = await home.rows(
    `select count(*) as n from clean.lines where business_date = date '2024-01-${day}'`,
  );
  return row?.["n"];
};

describe("a file that waits for a person", () => {
  it("stands on the quality page with its reason and its rows, and two buttons", async () => {
    const { text } = await pagesOf(home).get("/quality");
    expect(text).toContain("2 rows, where more than 2 are expected");
    expect(text).toContain(`aria-label="Release: ${fileOf("02")}"`);
    expect(text.match(/action="\/quality\/holds"/g)).toHaveLength(3);
  });

  it("enters the tables when it is released, and the answer's page says so", async () => {
    const pages = pagesOf(home);
    const { status, headers } = await pages.post("/quality/holds", {
      file: fileOf("02"),
      decision: "released",
    });
    expect(status).toBe(303);
    await home.settle();
    expect(await lines("02")).toBe(2);
    const { text } = await pages.get(headers["location"] ?? "");
    expect(text).toContain(`${fileOf("02")} is let in`);
    expect(text.match(/action="\/quality\/holds"/g)).toHaveLength(2);
  });

  it("enters none when it is refused, and is not decided a second time", async () => {
    const pages = pagesOf(home);
    const decide = () => pages.post("/quality/holds", { file: fileOf("03"), decision: "refused" });
    expect((await decide()).status).toBe(303);
    await home.settle();
    expect(await lines("03")).toBe(0);
    const again = await decide();
    expect((await pages.get(again.headers["location"] ?? "")).text).toContain(
      `${fileOf("03")} is not held back any more`,
    );
  });

  it("is decided by no analyst, by no other site, and not in a way that does not exist", async () => {
    const file = fileOf("04");
    expect(
      (await pagesOf(home, "analyst").post("/quality/holds", { file, decision: "released" })).status,
    ).toBe(403);
    expect((await pagesOf(home, "analyst").get("/quality")).text).not.toContain("/quality/holds");
    const foreign = { origin: "https://evil.example", host: "pages.test" };
    expect((await pagesOf(home).post("/quality/holds", { file, decision: "released" }, foreign)).status).toBe(
      403,
    );
    expect((await pagesOf(home).post("/quality/holds", { file, decision: "eaten" })).status).toBe(400);
    expect(await lines("04")).toBe(0);
  });

  it("is read by the next sweep where the pages have no right to rows: in a deployment", async () => {
    await dashboardSources({ ...home.platform, behindProxy: true }, new Map()).decide(
      fileOf("04"),
      "released",
    );
    await home.settle();
    expect(await lines("04")).toBe(0);
    // With the patience of a deployment's sweep.
    await home.stages.sweep.run();
    await home.settle();
    expect(await lines("04")).toBe(2);
  });
});

describe("the page for the sender", () => {
  it("lists the rows of the snapshot, as a download, escaped", async () => {
    const pages = pagesOf(home, "analyst");
    expect((await pages.get("/quality")).text).toContain('href="/quality/report?feed=transactions"');
    const { status, text, headers } = await pages.get("/quality/report?feed=transactions");
    expect(status).toBe(200);
    expect(headers["content-disposition"]).toContain("attachment");
    const rows = await home.rows(
      "select _row as line from clean.quarantine where feed = 'transactions' order by line",
    );
    expect([...text.matchAll(/<tr><td>(\d+)/g)].map(([, line]) => Number(line))).toEqual(
      rows.map(({ line }) => line),
    );
    expect(text).not.toContain("<b>");
  });

  it("is for who may see values, and for feeds that exist", async () => {
    expect((await pagesOf(home, "viewer").get("/quality/report?feed=transactions")).status).toBe(403);
    expect((await pagesOf(home).get("/quality/report?feed=nothing%22")).status).toBe(404);
    expect((await pagesOf(home).get("/quality/report")).status).toBe(404);
  });
});
