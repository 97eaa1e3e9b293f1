import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { asker, percentile } from "./load/ask.ts";
import { questionOf } from "./load/questions.ts";
import { makeTrainedHome } from "./load/trained-home.ts";

/** predict as a process of its own, under an hour's questions at ten a second, asked as fast as they are answered. */
const total = Number(process.argv[2] ?? 36_000);
/** Meanwhile caches fill, and V8 gives its young generation the size that it keeps: 48 MiB more, in one step. */
const warmUp = Number(process.argv[3] ?? 20_000);
const atOnce = 8;
const samples = 40;
/** CPU time, since how long an answer takes is as much a matter of what else the machine does. */
const most = { cpuMs: 3, growth: 1.1 };

const folder = mkdtempSync(join(tmpdir(), "daybook-load-"));
console.log(
  `making a company, its models and its snapshot; then ${warmUp} questions to warm up and ${total} more, ${atOnce} at a time`,
);
const customers = await makeTrainedHome(folder);

const port = await new Promise<number>((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const address = server.address();
    server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
  });
});
const predict = spawn(
  process.execPath,
  [
    "node_modules/@google-cloud/functions-framework/build/src/main.js",
    "--source=functions",
    "--target=predict",
    `--port=${port}`,
  ],
  {
    // As Google starts it in the 512 MiB that it is given.
    env: {
      ...process.env,
      DAYBOOK_HOME: join(folder, "home"),
      HOST: "127.0.0.1",
      NODE_OPTIONS: "--max-old-space-size=448",
    },
    stdio: ["ignore", "ignore", "inherit"],
  },
);
const { ask, close } = asker(port, atOnce);
const isReady = () =>
  ask({ path: "/readyz" }).then(
    ({ status }) => status === 200,
    () => false,
  );
for (let tries = 0; !(await isReady()); tries++) {
  if (tries > 300 || predict.exitCode !== null) throw new Error("predict did not become ready");
  await pause(100);
}

const residentMiB = (): number =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(predict.pid)])) / 1024;
const cpuSeconds = (): number => Number(execFileSync("ps", ["-o", "times=", "-p", String(predict.pid)]));
const times: number[] = [];
const memory: number[] = [];
let refused = 0;
const askAll = async (count: number, onAnswer: (answer: Awaited<ReturnType<typeof ask>>) => void) => {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++)
      onAnswer(await ask(questionOf(number, customers)));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
await askAll(warmUp, () => undefined);
const cpuBefore = cpuSeconds();
const started = performance.now();
await askAll(total, ({ ms, status }) => {
  times.push(ms);
  if (status !== 200) refused++;
  if (times.length % Math.ceil(total / samples) === 0) memory.push(residentMiB());
});
const seconds = (performance.now() - started) / 1000;
const cpuMs = ((cpuSeconds() - cpuBefore) / total) * 1000;
close();
predict.kill("SIGKILL");
rmSync(folder, { recursive: true });

// From here on nothing may grow.
const middle = (values: readonly number[]) =>
  percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
const quarter = Math.floor(memory.length / 4);
const growth = middle(memory.slice(-quarter)) / middle(memory.slice(0, quarter));
const sorted = times.sort((a, b) => a - b);
console.log(`     MiB on the way: ${memory.map((mib) => mib.toFixed(0)).join(" ")}`);
const line = (what: string, value: string, bar: string, holds: boolean): void => {
  console.log(`${holds ? "ok  " : "OVER"} ${what.padEnd(44)} ${value.padStart(12)}   ${bar}`);
  if (!holds) process.exitCode = 1;
};
console.log(
  `     ${total} questions in ${seconds.toFixed(0)} s, ${(total / seconds).toFixed(0)} a second; Node ${process.versions.node}`,
);
line("not answered with 200", String(refused), "none", refused === 0);
line("half are answered within", `${percentile(sorted, 0.5).toFixed(1)} ms`, "", true);
line("99 of 100 within", `${percentile(sorted, 0.99).toFixed(1)} ms`, "", true);
line("CPU time of a question", `${cpuMs.toFixed(1)} ms`, `${most.cpuMs} ms`, cpuMs <= most.cpuMs);
line(
  "memory at the end",
  `${middle(memory.slice(-quarter)).toFixed(0)} MiB`,
  "512 MiB",
  middle(memory.slice(-quarter)) <= 512,
);
line(
  "the last quarter against the first",
  `${growth.toFixed(2)} x`,
  `${most.growth} x`,
  growth <= most.growth,
);
