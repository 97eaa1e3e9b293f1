import { deepStrictEqual } from "node:assert";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { restOf } from "./rest-of.ts";
import { writeTwoCompanies } from "./two-companies.ts";
import { Dice } from "./world/dice.ts";

const script = join(import.meta.dirname, "killed-process.ts");
const killsInOneHome = 10;
/** Two homes at a time, for two cores. */
const lanes = 2;

interface Options {
  readonly kills: number;
  readonly seed: number;
  /** No kill comes after these. */
  readonly seconds: number;
}

interface Run {
  /** Null when it was killed. */
  readonly code: number | null;
  readonly openedMs: number;
  readonly wholeMs: number;
}

/** When the kill comes: so long after the start, or after the home was open. */
type Fate = { readonly after: "start" | "open"; readonly ms: number } | undefined;

const run = (folder: string, home: string, fate: Fate): Promise<Run> => {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", script, home, join(folder, "files")],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env["PATH"], NODE_COMPILE_CACHE: join(folder, "compiled") },
    },
  );
  const sentence = () => setTimeout(() => child.kill("SIGKILL"), fate?.ms);
  let timer = fate?.after === "start" ? sentence() : undefined;
  let openedMs = 0;
  child.stdout.once("data", () => {
    openedMs = performance.now() - started;
    if (fate?.after === "open") timer = sentence();
  });
  return new Promise((resolve) =>
    child.once("exit", (code) => {
      clearTimeout(timer);
      resolve({ code, openedMs, wholeMs: performance.now() - started });
    }),
  );
};

/** Homes are killed into until there were enough kills; each must come to rest as one that nobody disturbed. */
const survive = async (folder: string, { kills, seed, seconds }: Options): Promise<string> => {
  const dice = new Dice(seed);
  const until = performance.now() + seconds * 1000;
  const isOver = () => killed >= kills || performance.now() > until;
  writeTwoCompanies(join(folder, "files"));
  await run(folder, join(folder, "warm-up"), undefined);
  const { code, openedMs, wholeMs } = await run(folder, join(folder, "golden"), undefined);
  if (code !== 0) throw new Error("the run that nobody kills failed");
  const golden = await restOf(join(folder, "golden"));
  let killed = 0;
  let homes = 0;
  const fate = (): Fate =>
    dice.chance(0.1)
      ? { after: "start", ms: dice.below(openedMs) }
      : { after: "open", ms: dice.below((wholeMs - openedMs) * 0.5) };
  const lane = async (): Promise<void> => {
    while (!isOver()) {
      const home = join(folder, `home-${homes++}`);
      for (let inThis = 0; inThis < killsInOneHome && !isOver(); inThis++) {
        if ((await run(folder, home, fate())).code !== null) break;
        killed++;
      }
      const last = await run(folder, home, undefined);
      if (last.code !== 0) throw new Error(`${home}: exit code ${last.code} after ${killed} kills`);
      deepStrictEqual(await restOf(home), golden, `${home} after ${killed} kills, seed ${seed}`);
      rmSync(home, { recursive: true, force: true });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const short = killed < kills ? `; ${seconds} s were over before the ${kills}th` : "";
  return `killed ${killed} times by SIGKILL, in ${homes} homes: each came to rest as if nothing had been${short}`;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
      /** A machine that others use as well gets no further in it. */
      seconds: { type: "string", default: "240" },
    },
  });
  const folder = mkdtempSync(join(tmpdir(), "daybook-kills-"));
  const started = performance.now();
  try {
    const summary = await survive(folder, {
      kills: Number(values.kills),
      seed: Number(values.seed),
      seconds: Number(values.seconds),
    });
    console.log(`${summary} (${((performance.now() - started) / 1000).toFixed(0)} s)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

await main();
