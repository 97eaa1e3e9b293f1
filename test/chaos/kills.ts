import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readEnv } from "../../infra/env.ts";
import { openHome } from "../../infra/laptop/home.ts";
import { silentLog } from "../../infra/logger.ts";
import { CompanyOptions, generateCompany } from "../../shared/synthetic/company.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { contents, digests } from "../e2e/tables.ts";
import { Dice } from "./world/dice.ts";

const root = join(import.meta.dirname, "../..");
const script = join(root, "infra/laptop/daybook.ts");

/** A process of its own that loads a folder into a home; SIGKILL comes when the dice say, from before it opened anything. */
const load = (home: string, folder: string, killAfterMs: number | undefined): Promise<number | null> => {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", script, "--home", home, "--quiet", "run", folder],
    { cwd: root, stdio: "ignore", env: { PATH: process.env["PATH"] } },
  );
  const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  return new Promise((resolve) =>
    child.once("exit", (code) => {
      clearTimeout(timer);
      resolve(code);
    }),
  );
};

const company = (folder: string): string => {
  const options = CompanyOptions.parse({
    days: 8,
    customers: 20,
    products: 15,
    stores: 2,
    linesPerDay: 20,
    mess: 0.5,
  });
  for (const { name, text } of generateCompany(options)) {
    if (name.startsWith("_") || name.startsWith("credit/")) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const tablesOf = async (path: string): Promise<Record<string, string>> => {
  const home = await openHome(readEnv({ DAYBOOK_HOME: path }), silentLog);
  try {
    const dirty = dirtySetIn(home.platform.state);
    const tokens = (await dirty.count("clean")) + (await dirty.count("aggregate"));
    const tables = await contents(home.platform.warehouse, { generations: false });
    return { ...digests(tables), tokens: String(tokens) };
  } finally {
    await home.close();
  }
};

/** Homes are killed into until there were enough kills; each must end with the tables of one that nobody killed. */
export const survive = async (kills: number, seed = 1): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-kills-"));
  const dice = new Dice(seed);
  try {
    const files = company(join(folder, "files"));
    const started = performance.now();
    if ((await load(join(folder, "golden"), files, undefined)) !== 0)
      throw new Error("the golden run failed");
    const wholeMs = performance.now() - started;
    const golden = JSON.stringify(await tablesOf(join(folder, "golden")));
    let killed = 0;
    let homes = 0;
    while (killed < kills) {
      const home = join(folder, `home-${homes++}`);
      for (let inThis = 0; inThis < 10 && killed < kills; inThis++)
        if ((await load(home, files, 200 + dice.below(wholeMs))) === null) killed++;
      const code = await load(home, files, undefined);
      if (code !== 0) throw new Error(`${home}: exit code ${code} after kill ${killed}, seed ${seed}`);
      const tables = JSON.stringify(await tablesOf(home));
      if (tables !== golden)
        throw new Error(`after kill ${killed}, seed ${seed}: ${tables} instead of ${golden}`);
      rmSync(home, { recursive: true, force: true });
    }
    return `killed ${killed} times by SIGKILL in ${homes} homes: the same tables each time, no token left`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
