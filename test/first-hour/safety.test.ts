import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { jsonLog } from "../../infra/entry/logger.ts";
import { csvCell, csvText } from "../../shared/csv-text.ts";
import { html } from "../../shared/html/html.ts";
import { daybook, put, startServer, temporaryFolder } from "../infra/cli/laptop-process.ts";

// A screen that is cleared, a C1 introducer, and text that runs backwards.
const evil = "\u001b[2J\u009b31m\u202eevil";
const control = /(?![\t\r\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const header = "invoice_no,stock_code,description,quantity,invoice_date,unit_price,customer_id\n";
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

const hostileFolder = (): string => {
  const folder = temporaryFolder();
  const good = Array.from({ length: 30 }, (_, row) => `A${row},X,mug,1,${day} 10:00:00,2.00,C1\n`).join("");
  put(
    folder,
    `transactions/${day}.csv`,
    `${header}${good}A99,X,${evil},${evil},${day} 10:00:00,2.00,${evil}\n`,
  );
  put(folder, `transactions/${day}-${evil}.csv`, `${evil}\n1\n`);
  put(folder, `${evil}.csv`, "nothing");
  return folder;
};

it("shows no control character of a file on a terminal, in JSON, in CSV or on a page", async () => {
  const home = join(temporaryFolder(), "home");
  const shown = [await daybook("--home", home, "--verbose", "run", hostileFolder())];
  for (const command of [
    ["status"],
    ["--json", "status"],
    ["quarantine", "list"],
    ["quality"],
    ["sql", "select * from clean.quarantine"],
    ["sql", "--csv", "select value from clean.quarantine"],
    ["--json", "sql", "select value from clean.quarantine"],
    ["drop", join(temporaryFolder(), `${evil}.csv`)],
  ])
    shown.push(await daybook("--home", home, ...command));
  for (const { stdout, stderr } of shown) expect(`${stdout}${stderr}`).not.toMatch(control);
  expect(shown.filter(({ stdout }) => stdout.includes("\\u009b31m")).length).toBeGreaterThan(5);

  const server = await startServer(home);
  for (const path of ["/", "/files", "/quality"])
    expect(await (await fetch(server.url + path)).text()).not.toMatch(control);
  expect(await (await fetch(`${server.url}/files`)).text()).toContain("\\u001b[2J");
  expect(await server.stop()).toBe(0);
});

it("escapes control characters in a log line, a cell and a page", () => {
  const lines: string[] = [];
  jsonLog((line) => lines.push(line)).warn(evil, { name: evil });
  expect([...lines, csvCell(evil), html`<p>${evil}</p>`.text].filter((text) => control.test(text))).toEqual(
    [],
  );
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ message: evil, name: evil });
});

it.each(["\t=1", "\n=1", "\r=1", "=1", "+1+1", "-1-1", "@x"])("makes %j harmless in CSV", (value) => {
  expect(csvText([{ value }])).toMatch(/^value\r\n"?'/);
});

it("closes a home to other users of the machine, also one that was open", async () => {
  const home = join(temporaryFolder(), "home");
  await daybook("--home", home, "run", hostileFolder());
  expect(statSync(home).mode & 0o777).toBe(0o700);
  chmodSync(home, 0o755);
  await daybook("--home", home, "status");
  expect(statSync(home).mode & 0o777).toBe(0o700);
});
