import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packageFunction } from "../../infra/deploy/package-function.ts";
import { startPackage, unpack } from "../../infra/deploy/start-time.ts";
import { openBuckets } from "../../infra/local/object-store.ts";
import { serveBuckets } from "./predict/buckets-server.ts";
import { answerBy, prepare } from "./predict/company.ts";
import { ask, quantile } from "./predict/load.ts";
import { underLoad } from "./predict/under-load.ts";

/** What an answer costs: the package as it is deployed, beside a function that answers nothing, under the same load. */
const coldStarts = 5;

const scratch = mkdtempSync(join(tmpdir(), "daybook-bench-predict-"));
let failed = 0;
const line = (what: string, value: string, goal: string, holds: boolean): void => {
  if (!holds) failed++;
  console.log(`${holds ? "ok  " : "OVER"} ${what.padEnd(56)} ${value.padStart(10)}   ${goal}`);
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
const { customers, models } = await prepare(home);
const buckets = openBuckets(join(home, "buckets"));
const storage = await serveBuckets(buckets);
const settings = { DAYBOOK_STORAGE_ENDPOINT: storage.url, METADATA_SERVER_DETECTION: "none" };
const folders = { empty: emptyFunction(), predict: await packagedPredict() };
for (const folder of Object.values(folders))
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
const bodies = customers.map((customer) => JSON.stringify({ customer }));
console.log(`     Node ${process.versions.node}`);

/** From the start of the process to the end of its first answer. */
const coldAnswer = async (): Promise<number> => {
  const started = await startPackage(folders.predict, "predict", settings);
  try {
    return started.ms + (await ask(started.port, bodies[0] ?? ""));
  } finally {
    await started.stop();
  }
};

const bestColdAnswer = async (): Promise<number> => {
  let best = Number.POSITIVE_INFINITY;
  for (let start = 0; start < coldStarts; start++) best = Math.min(best, await coldAnswer());
  return best;
};

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

const measure = async (): Promise<void> => {
  const cold = await bestColdAnswer();
  line(`cold process to its first answer, best of ${coldStarts}`, ms(cold), "under 800 ms", cold < 800);
  const [predict, empty] = await underLoad([folders.predict, folders.empty], settings, bodies.slice(-40));
  if (!predict || !empty) throw new Error("two packages were to be asked");
  for (const [name, { times, cpuMs }] of [
    ["an answer", predict],
    ["the empty function", empty],
  ] as const) {
    const [half, most] = [quantile(times, 0.5), quantile(times, 0.99)];
    console.log(`     ${name}: p50 ${ms(half)}, p99 ${ms(most)}, processor time ${ms(cpuMs)}`);
  }
  for (const [name, share, most] of [
    ["p50", 0.5, 1.5],
    ["p99", 0.99, 2],
  ] as const) {
    const ratio = quantile(predict.times, share) / quantile(empty.times, share);
    line(
      `warm ${name} against the empty function`,
      `${ratio.toFixed(2)} x`,
      `at most ${most} x`,
      ratio <= most,
    );
  }
};

try {
  for (const [name, version] of Object.entries(models)) {
    console.log(`\n     ${name} answers`);
    await answerBy(buckets.bucket("models"), version);
    await measure();
  }
  const shards = await coldShards();
  const slowest = quantile(shards, 0.99);
  line(`a cold shard, p99 of ${shards.length}`, ms(slowest), "under 100 ms", slowest < 100);
} finally {
  await storage.close();
  buckets.close();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(failed > 0 ? 1 : 0);
