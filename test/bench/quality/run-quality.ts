import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { openHome } from "../../../infra/laptop/home.ts";
import { report, since } from "../child.ts";
import { checks, nameOf } from "./checks.ts";

/** One file from dropped to at rest under a contract, with the number of rows that break each check. */
const [file = "", contracts = "", ...daysBefore] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "daybook-quality-"));
const home = await openHome(readEnv({ DAYBOOK_HOME: folder, DAYBOOK_CONTRACTS: contracts }), silentLog, {
  coalesce: { quietMs: 0, maxMs: 0 },
});
for (const [place, day] of daysBefore.entries())
  await home.drop(
    `lines/2023-${String(1 + Math.floor(place / 28)).padStart(2, "0")}-${String(1 + (place % 28)).padStart(2, "0")}.csv`,
    day,
  );
await home.settle();
const started = performance.now();
const usedBefore = process.cpuUsage();
await home.drop("lines/2024-01-01.csv", file);
await home.settle();
const seconds = since(started);
const { user, system } = process.cpuUsage(usedBefore);
const rows = await home.platform.warehouse.query(
  "select column_name, rule, count(*) as broken from clean.quarantine where day >= date '0001-01-01' and _object = 'lines/2024-01-01.csv' group by column_name, rule",
);
await home.close();
rmSync(folder, { recursive: true, force: true });

/** Our rules by the bench's names. */
const ruleOf: Readonly<Record<string, string>> = {
  required: "required",
  unique: "not_unique",
  minimum: "minimum",
  exclusiveMinimum: "exclusive_minimum",
  maximum: "maximum",
  maxLength: "max_length",
  validValues: "valid_values",
  pattern: "pattern",
};
const broken = new Map(rows.map((row) => [`${row["column_name"]} ${row["rule"]}`, Number(row["broken"])]));
const counts = Object.fromEntries(
  checks.map((check) => {
    const rule = check.is === "atLeast" ? `${check.column}_rule` : (ruleOf[check.is] ?? "");
    return [nameOf(check), broken.get(`${check.column} ${rule}`) ?? 0];
  }),
);
report(seconds, JSON.stringify({ cpu: (user + system) / 1e6, counts }));
