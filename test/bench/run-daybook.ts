import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../infra/env.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { silentLog } from "../../infra/logger.ts";
import { report, since } from "./child.ts";

/** Daybook itself: the first N files of a folder, from dropped to at rest. `more` then measures only the next file. */
const [folder = "", count = "", more = ""] = process.argv.slice(2);
const home = mkdtempSync(join(tmpdir(), "daybook-bench-"));
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".csv"))
  .sort();
const first = files.slice(0, count === "" ? files.length : Number(count));
const started = performance.now();
// One more day is timed without the pause in which more files might come, which would hide what grows.
const { platform, drop, settle, close } = await openHome(
  readEnv({ DAYBOOK_HOME: home }),
  silentLog,
  more === "" ? {} : { coalesce: { quietMs: 0, maxMs: 0 } },
);
for (const file of first) await drop(file, join(folder, file));
await settle();
let seconds = since(started);
if (more !== "") {
  // The same days on any history, so that only the history differs; the median, because one day is too short to time.
  const times: number[] = [];
  for (const file of files.slice(-Number(more))) {
    const before = performance.now();
    await drop(file, join(folder, file));
    await settle();
    times.push(performance.now() - before);
  }
  times.sort((left, right) => left - right);
  seconds = (times[Math.floor(times.length / 2)] ?? 0) / 1000;
}
const [total] = await platform.warehouse.query("select sum(net) as net from metrics.daily_customer_metrics");
await close();
report(seconds, String(total?.["net"]));
rmSync(home, { recursive: true, force: true });
