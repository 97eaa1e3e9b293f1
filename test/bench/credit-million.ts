import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { median } from "../../shared/learning/numbers.ts";
import { writeDay, writeHistory } from "./credit/made-invoices.ts";

/**
 * Invoices on credit with ten lines each, from files to features and to rest, and then more days one by one. The number of
 * invoices is the argument: `node test/bench/credit-million.ts 10000`. Processor time is printed, too: on a machine that
 * does other work the clock says little.
 */
const count = Number(process.argv[2] ?? 1_000_000);
const moreDays = 3;
const folder = mkdtempSync(join(tmpdir(), "daybook-invoices-"));
let featuresAt = 0;
const noteFeatures = (message: string): void => {
  if (message === "aggregated") featuresAt = performance.now();
};
const seconds = (from: number, to = performance.now()): string => `${((to - from) / 1000).toFixed(1)} s`;
const { drop, settle, close, platform } = await openHome(
  readEnv({ DAYBOOK_HOME: join(folder, "home") }),
  { ...silentLog, info: noteFeatures },
  { coalesce: { quietMs: 0, maxMs: 0 } },
);
/** Drops files that are there, and waits until all is at rest. */
const take = async (names: readonly string[]) => {
  const [started, before] = [performance.now(), process.cpuUsage()];
  for (const name of names) await drop(name, join(folder, name));
  await settle();
  const { user, system } = process.cpuUsage(before);
  return {
    started,
    features: featuresAt - started,
    rest: performance.now() - started,
    cpu: (user + system) / 1e6,
  };
};
try {
  const first = await take(await writeHistory(folder, count));
  const peak = () => `${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`;
  console.log(
    `${count} invoices: features after ${seconds(0, first.features)}, at rest after ${seconds(0, first.rest)}, processor ${first.cpu.toFixed(1)} s, at most ${peak()}`,
  );
  const more = [];
  for (let day = 1; day <= moreDays; day++) more.push(await take(await writeDay(folder, day)));
  const middle = (values: readonly number[]) => median(values);
  console.log(
    `one more day of 1,000 invoices: features after ${seconds(0, middle(more.map((each) => each.features)))}, at rest after ${seconds(0, middle(more.map((each) => each.rest)))}, processor ${middle(more.map((each) => each.cpu)).toFixed(1)} s, at most ${peak()}`,
  );
  const [rows] = await platform.warehouse.query("select count(*) as n from credit.invoice_features");
  if (rows?.["n"] !== count + 1_000 * moreDays) throw new Error(`features of ${rows?.["n"]} invoices`);
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
