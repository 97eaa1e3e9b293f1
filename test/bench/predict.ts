import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packageFunction } from "../../infra/deploy/package-function.ts";
import { type Started, startPackage, unpack } from "../../infra/deploy/start-time.ts";
import { openBuckets } from "../../infra/local/object-store.ts";
import { serveBuckets } from "./predict/buckets-server.ts";
import { prepare } from "./predict/company.ts";
import { cpuMs } from "./predict/cpu.ts";
import { ask, load, quantile } from "./predict/load.ts";

/** What an answer costs: the package as it is deployed, beside a function that answers nothing, under the same load. */
const rounds = 8;
const pace = { count: 400, perSecond: 100 };
const warmUp = { count: 3000, perSecond: 200 };
const coldStarts = 5;

const scratch = mkdtempSync(join(tmpdir(), "daybook-bench-predict-"));
let failed = 0;
const line = (what: string, value: string, goal: string, holds: boolean): void => {
  if (!holds) failed++;
  console.log(`${holds ? "ok  " : "OVER"} ${what.padEnd(52)} ${value.padStart(10)}   ${goal}`);
};
const ms = (value: number): string => `${value.toFixed(2)} ms`;

const emptyFunction = (): string => {
  const folder = join(scratch, "empty");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{"type":"module","main":"index.js"}');
  writeFileSync(
    join(folder, "index.js"),
    'import { http } from "@google-cloud/functions-framework";\nhttp("predict", (_, response) => response.json({}));\n',
  );
  return folder;
};

const packagedPredict = async (): Promise<string> => {
  const folder = join(scratch, "predict");
  unpack((await packageFunction("predict")).entries, folder);
  return folder;
};

const home = join(scratch, "home");
const { customers, family } = await prepare(home);
const buckets = openBuckets(join(home, "buckets"));
const storage = await serveBuckets(buckets);
const settings = { DAYBOOK_STORAGE_ENDPOINT: storage.url, METADATA_SERVER_DETECTION: "none" };
const folders = { empty: emptyFunction(), predict: await packagedPredict() };
for (const folder of Object.values(folders))
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
const bodies = customers.map((customer) => JSON.stringify({ customer }));
console.log(`     a model of ${family}; Node ${process.versions.node}\n`);

/** From the start of the process to the end of its first answer. */
const coldAnswer = async (): Promise<number> => {
  const started = await startPackage(folders.predict, "predict", settings);
  try {
    return started.ms + (await ask(started.port, bodies[0] ?? ""));
  } finally {
    await started.stop();
  }
};
const cold: number[] = [];
for (let start = 0; start < coldStarts; start++) cold.push(await coldAnswer());

/** The first question to each shard but the first: the best of a few processes, as the machine has other work. */
const coldShards = async (): Promise<number[]> => {
  const best = bodies.slice(1).map(() => Number.POSITIVE_INFINITY);
  for (let start = 0; start < 3; start++) {
    const started = await startPackage(folders.predict, "predict", settings);
    await ask(started.port, bodies[0] ?? "");
    for (const [index, body] of bodies.slice(1).entries())
      best[index] = Math.min(best[index] ?? 0, await ask(started.port, body));
    await started.stop();
  }
  return best;
};
const shards = await coldShards();

const empty: Started = await startPackage(folders.empty, "predict", {});
const predict: Started = await startPackage(folders.predict, "predict", settings);
try {
  for (const { port } of [empty, predict]) await load(port, bodies.slice(-40), warmUp);
  // The very same questions to both, in turns, so that the machine's other work meets both.
  const times = { empty: [] as number[], predict: [] as number[] };
  const cpu = { empty: 0, predict: 0 };
  for (let round = 0; round < rounds; round++)
    for (const [name, { port, pid }] of [
      ["empty", empty],
      ["predict", predict],
    ] as const) {
      const before = cpuMs(pid);
      times[name].push(...(await load(port, bodies.slice(-40), pace)));
      cpu[name] += cpuMs(pid) - before;
    }
  const each = (name: keyof typeof cpu) => ms(cpu[name] / times[name].length);
  console.log(`     processor time: an answer ${each("predict")}, the empty function ${each("empty")}`);
  const at = (share: number) => [quantile(times.predict, share), quantile(times.empty, share)] as const;
  for (const [name, share, most] of [
    ["p50", 0.5, 1.5],
    ["p99", 0.99, 2],
  ] as const) {
    const [ours, none] = at(share);
    console.log(`     ${name}: an answer ${ms(ours)}, the empty function ${ms(none)}`);
    line(
      `warm ${name} against the empty function`,
      `${(ours / none).toFixed(2)} x`,
      `at most ${most} x`,
      ours <= most * none,
    );
  }
  const best = Math.min(...cold);
  line("cold process to its first answer, best of 5", ms(best), "under 800 ms", best < 800);
  const slowest = quantile(shards, 0.99);
  line(`a cold shard, p99 of ${shards.length}`, ms(slowest), "under 100 ms", slowest < 100);
} finally {
  await Promise.all([empty.stop(), predict.stop()]);
  await storage.close();
  buckets.close();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);
