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
 * instead: how long until the metrics have a day, and noted, how long until all is at rest.
 */
const [folder = "", count = "", more = ""] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".csv"))
  .sort();
const first = files.slice(0, count === "" ? files.length : Number(count));
let metricsAt = 0;
const noteMetrics = (message: string): void => {
  if (message === "aggregated") metricsAt = performance.now();
};
const started = performance.now();
// One more day is timed without the pause in which more files might come, which would hide what grows.
const { platform, drop, settle, close } = await openHome(
  readEnv({ DAYBOOK_HOME: home }),
  { ...silentLog, info: noteMetrics },
  more === "" ? {} : { coalesce: { quietMs: 0, maxMs: 0 } },
);
for (const file of first) await drop(file, join(folder, file));
await settle();
const all = since(started);
const times: { readonly metrics: number; readonly rest: number }[] = [];
// The same days on any history, so that only the history differs; the median, because one day is too short to time.
for (const file of more === "" ? [] : files.slice(-Number(more))) {
  const before = performance.now();
  await drop(file, join(folder, file));
  await settle();
  times.push({ metrics: (metricsAt - before) / 1000, rest: (performance.now() - before) / 1000 });
}
const [total] = await platform.warehouse.query("select sum(net) as net from metrics.daily_customer_metrics");
await close();
if (times.length === 0) report(all, String(total?.["net"]));
else report(median(times.map(({ metrics }) => metrics)), String(median(times.map(({ rest }) => rest))));
rmSync(home, { recursive: true, force: true });
