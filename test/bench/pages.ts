import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dashboard } from "../../functions/8-dashboard/dashboard.ts";
import { dashboardSources } from "../../functions/dashboard-sources.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { publishCompany } from "./pages-company.ts";

/**
 * How much processor time a page takes on the server with 100,000 customers and three years of days, how large
 * it is, and what a 304 costs. Processor time, because other work on the machine slows the clock and not the page. A page is
 * asked for in another theme each time, so that most answers are rendered anew.
 */
const customerCount = Number(process.argv[2] ?? 100_000);
const requests = Number(process.argv[3] ?? 300);

const folder = mkdtempSync(join(tmpdir(), "daybook-pages-"));
const home = await openHome(readEnv({ DAYBOOK_HOME: folder }), silentLog);
await publishCompany(home.platform.serving, customerCount);
const handle = dashboard(home.platform, dashboardSources(home.platform, new Map()), () => ({
  name: "bench",
  role: "operator",
}));

const paths = (place: number): readonly string[] => {
  const id = `C${String((place * 7919) % customerCount).padStart(7, "0")}`;
  return [
    "/",
    "/metrics",
    "/metrics/net_sales?range=all",
    "/findings",
    "/forecast?range=all",
    "/customers",
    `/customers?q=${id.slice(0, 5)}`,
    `/customers/${id}`,
    "/credit",
    "/quality",
    "/models",
    "/files",
  ];
};

const ask = async (url: string, headers: Readonly<Record<string, string>> = {}) => {
  const [path = "", query] = url.split("?");
  return handle({ method: "GET", path, query, headers, accept: "text/html", bytes: 0 });
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? 0;

console.log(`${customerCount} customers, ${requests} requests a page`);
console.log("page                          p50 ms   p95 ms    kB gz   304 p95 ms");
for (const [index, first] of paths(0).entries()) {
  const times: number[] = [];
  const held: number[] = [];
  let bytes = 0;
  const looks = ["auto", "light", "dark"];
  for (let place = 0; place < requests; place++) {
    const path = paths(place)[index] ?? first;
    const url = `${path}${path.includes("?") ? "&" : "?"}theme=${looks[place % 3]}&n=${place}`;
    const started = process.cpuUsage();
    const reply = await ask(url);
    const body = reply.kind === "content" ? String(reply.body) : "";
    const packed = gzipSync(body, { level: 4 });
    const { user, system } = process.cpuUsage(started);
    times.push((user + system) / 1000);
    bytes = Math.max(bytes, packed.length);
    const again = process.cpuUsage();
    const same = await ask(url, { "if-none-match": reply.etag ?? "" });
    const spent = process.cpuUsage(again);
    held.push((spent.user + spent.system) / 1000);
    if (same.status !== 304 && reply.status === 200)
      throw new Error(`${url} was rendered again: ${same.status}`);
  }
  const sorted = times.slice(5).sort((a, b) => a - b);
  const sortedHeld = held.slice(5).sort((a, b) => a - b);
  const figure = (value: number) => value.toFixed(2).padStart(8);
  console.log(
    `${first.padEnd(28)}${figure(quantile(sorted, 0.5))} ${figure(quantile(sorted, 0.95))} ${(bytes / 1000).toFixed(1).padStart(8)} ${figure(quantile(sortedHeld, 0.95))}`,
  );
}
await home.close();
rmSync(folder, { recursive: true });
