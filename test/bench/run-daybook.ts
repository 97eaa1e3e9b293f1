import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { median } from "../../shared/learning/numbers.ts";
import { report, since } from "./child.ts";

/**
 * Daybook itself: the first N files of a folder, from dropped to at rest. With `more`, so many further ones one by one
 * instead: how long until the metrics have a day, and noted, how long from clean lines to findings, and until all is at rest.
 */
const [folder = "", count = "", more = ""] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".csv"))
  .sort();
const first = files.slice(0, count === "" ? files.length : Number(count));
let metricsAt = 0;
let toFindingsMs = 0;
const noteStages = (message: string, fields?: Readonly<Record<string, unknown>>): void => {
  if (message === "aggregated") metricsAt = performance.now();
  if (message === "aggregated" || message === "analyzed") toFindingsMs += Number(fields?.["ms"]);
};
const started = performance.now();
// One more day is timed without the pause in which more files might come, which would hide what grows.
const { platform, drop, settle, close } = await openHome(
  readEnv({ DAYBOOK_HOME: home }),
  { ...silentLog, info: noteStages },
  more === "" ? {} : { coalesce: { quietMs: 0, maxMs: 0 } },
);
for (const file of first) await drop(file, join(folder, file));
await settle();
const all = since(started);
const times: Record<"metrics" | "findings" | "rest", number>[] = [];
// The same days on any history, so that only the history differs; the median, because one day is too short to time.
for (const file of more === "" ? [] : files.slice(-Number(more))) {
  const before = performance.now();
  toFindingsMs = 0;
  await drop(file, join(folder, file));
  await settle();
  times.push({
    metrics: (metricsAt - before) / 1000,
    findings: toFindingsMs / 1000,
    rest: (performance.now() - before) / 1000,
  });
}
const [total] = await platform.warehouse.query("select sum(net) as net from metrics.daily_customer_metrics");
await close();
const usual = (part: "metrics" | "findings" | "rest"): number => median(times.map((each) => each[part]));
if (times.length === 0) report(all, String(total?.["net"]));
else report(usual("metrics"), JSON.stringify({ findings: usual("findings"), rest: usual("rest") }));
rmSync(home, { recursive: true, force: true });
