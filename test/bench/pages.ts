import { mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { dashboard } from "../../functions/8-dashboard/dashboard.ts";
import { dashboardSources } from "../../functions/dashboard-sources.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { serveStatus } from "../../infra/laptop/status/status-server.ts";
import { gzip } from "../../shared/gzip.ts";
import { publishCompany } from "./pages-company.ts";

/**
 * What a page costs the server with 100,000 customers and three years of KPIs: rendered anew, asked for again, and held by
 * the browser; how large it is; and what 20,000 requests leave in memory. Processor time, because other work on the machine
 * slows the clock and not the page.
 */
const customerCount = Number(process.argv[2] ?? 100_000);
const requests = Number(process.argv[3] ?? 300);
const remembered = Number(process.argv[4] ?? 20_000);

const folder = mkdtempSync(join(tmpdir(), "daybook-pages-"));
const home = await openHome(readEnv({ DAYBOOK_HOME: folder }), silentLog);
await publishCompany(home.platform.serving, customerCount);
const handle = dashboard(home.platform, dashboardSources(home.platform, new Map()), () => ({
  name: "bench",
  role: "operator",
}));
const server = await serveStatus(home.platform, [handle], 0);

const customerAt = (place: number): string => `C${String((place * 7919) % customerCount).padStart(7, "0")}`;
const paths = (place: number): readonly string[] => [
  "/",
  "/metrics",
  "/metrics/total_revenue?range=all",
  "/findings",
  "/findings/0000000000000003",
  "/forecast?range=all",
  "/customers",
  `/customers?q=${customerAt(place).slice(0, 5)}`,
  `/customers/${customerAt(place)}`,
  "/credit",
  "/credit/A00007",
  "/quality",
  "/models",
  "/files",
];

const ask = async (url: string, headers: Readonly<Record<string, string>> = {}) => {
  const [path = "", query] = url.split("?");
  return handle({ method: "GET", path, query, headers, accept: "text/html", bytes: 0 });
};

const quantile = (times: readonly number[], share: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
};

/** In milliseconds of the processor. */
const timed = async <Result>(work: () => Promise<Result>): Promise<readonly [ms: number, Result]> => {
  const started = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(started);
  return [(user + system) / 1000, result];
};

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
/** Over the network stack, as a browser asks; the answer is not unpacked. */
const fetched = (path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { accept: "text/html", "accept-encoding": "gzip" };
    get(`${server.url}${path}`, { agent, headers }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve(bytes));
    }).on("error", reject);
  });

/** The median of batches, so that one collection of garbage does not count. Both ends run in this process. */
const costOfAsking = async (path: string): Promise<number> => {
  const times: number[] = [];
  await fetched(path);
  for (let batch = 0; batch < 15; batch++) {
    const [ms] = await timed(async () => {
      for (let place = 0; place < 20; place++) await fetched(path);
    });
    times.push(ms / 20);
  }
  return quantile(times, 0.5);
};

const figure = (value: number): string => value.toFixed(2).padStart(8);
const looks = ["auto", "light", "dark"];

console.log(`${customerCount} customers, ${requests} requests a page; milliseconds of the processor`);
// Once to warm up.
await costOfAsking("/healthz");
const empty = await costOfAsking("/healthz");
console.log(`an empty handler, over HTTP: ${figure(empty)} ms`);
console.log("page                               new p50  new p95    kB gz  304 p95    again  x empty");
for (const [index, first] of paths(0).entries()) {
  const [anew, held]: [number[], number[]] = [[], []];
  let bytes = 0;
  for (let place = 0; place < requests; place++) {
    const path = paths(place)[index] ?? first;
    // In another theme each time, so that it is rendered anew.
    const url = `${path}${path.includes("?") ? "&" : "?"}theme=${looks[place % 3]}&n=${place}`;
    const [ms, reply] = await timed(async () => {
      const answer = await ask(url);
      if (answer.kind === "content") bytes = Math.max(bytes, gzip(answer.body).length);
      return answer;
    });
    const [again, same] = await timed(() => ask(url, { "if-none-match": reply.etag ?? "" }));
    if (same.status !== 304 && reply.status === 200) throw new Error(`${url} was rendered again`);
    if (place < 5) continue;
    anew.push(ms);
    held.push(again);
  }
  const cost = await costOfAsking(first);
  console.log(
    `${first.padEnd(33)}${figure(quantile(anew, 0.5))} ${figure(quantile(anew, 0.95))} ${(bytes / 1000).toFixed(1).padStart(8)} ${figure(quantile(held, 0.95))} ${figure(cost)} ${figure(cost / empty)}`,
  );
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const inUse = (): string => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return `${((heapUsed + external) / 2 ** 20).toFixed(1)} MiB`;
};
const said: string[] = [];
for (let place = 0; place < remembered; place++) {
  const all = paths(place);
  const path = all[place % all.length] ?? "/";
  await ask(`${path}${path.includes("?") ? "&" : "?"}theme=${looks[place % 3]}&n=${place}`);
  if ((place + 1) % Math.ceil(remembered / 8) === 0) said.push(inUse());
}
console.log(`memory in use through ${remembered} requests: ${said.join(", ")}`);

agent.destroy();
await server.close();
await home.close();
rmSync(folder, { recursive: true });
