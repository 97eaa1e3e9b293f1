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

/** Opens the home for as long as the work takes. The engine is loaded only here: `--help` must not wait for it. */
export const withHome = async <Result>(
  env: Env,
  options: HomeOptions,
  work: (home: Home) => Promise<Result>,
): Promise<Result> => {
  const { openHome } = await import("../laptop/home.ts");
  keepSettings(env);
  const home = await openHome(env, laptopLog(env), options);
  try {
    return await work(home);
  } finally {
    await home.close();
  }
};
