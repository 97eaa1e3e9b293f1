import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "../../shared/platform.ts";
import type { Env } from "../entry/environment.ts";
import { stderrLog } from "../entry/logger.ts";
import type { Home, HomeOptions } from "../laptop/home.ts";
import { keepSettings } from "./home-settings.ts";

export const hasHome = (env: Env): boolean => existsSync(join(env.DAYBOOK_HOME, "buckets"));

export const assertHome = (env: Env): void => {
  if (!hasHome(env))
    throw new Error(
      `there is no data in ${env.DAYBOOK_HOME} yet; \`npm start\` makes a demo company, \`npm run daybook -- run DIR\` loads your own files`,
    );
};

export const laptopLog = (env: Env): Log => stderrLog(env.DAYBOOK_LOG);

export interface OpenOptions extends HomeOptions {
  /** Whether the command loads files: then it loads those of other commands as well, which would have to wait for it. */
  readonly loads?: boolean;
  /** A command that only reads is done before another could ask it. */
  readonly reads?: boolean;
}

/**
 * Opens the home for as long as the work takes, and meanwhile answers other commands on it. The engine is loaded only
 * here: `--help` must not wait for it.
 */
export const withHome = async <Result>(
  env: Env,
  { loads = false, reads = false, ...options }: OpenOptions,
  work: (home: Home) => Promise<Result>,
): Promise<Result> => {
  const { openHome } = await import("../laptop/home.ts");
  keepSettings(env);
  const home = await openHome(env, laptopLog(env), options);
  const neighbours = reads ? undefined : await answerFor(home, loads);
  try {
    return await work(home);
  } finally {
    await neighbours?.close();
    await home.close();
  }
};

const answerFor = async (home: Home, loads: boolean) => {
  const { answerNeighbours } = await import("../local/neighbour/answer-neighbours.ts");
  const { dropForNeighbour } = await import("../laptop/drop-all.ts");
  const { tables, log } = home.platform;
  return answerNeighbours(home.platform.home, log, {
    tables,
    ...(loads ? { drop: (files) => dropForNeighbour(home, files) } : {}),
  });
};
