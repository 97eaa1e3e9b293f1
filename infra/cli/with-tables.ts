import type { Platform } from "../../shared/platform.ts";
import type { DuckDbOptions } from "../local/duckdb-file.ts";
import type { Context } from "./context.ts";
import { assertHome, withHome } from "./with-home.ts";
import { withPlatform } from "./with-installation.ts";

/** Who has the tables open for longer than that, and cannot be asked, may go on for minutes. */
const patienceMs = 2000;

/**
 * For commands that read tables. They do not wait for a process that works on the home: that process answers them, with
 * what is committed. Only one that cannot be asked is waited for, and not for long.
 */
export const withTables = async <Result>(
  { env }: Pick<Context, "env">,
  work: (platform: Platform) => Promise<Result>,
  limits: Pick<DuckDbOptions, "memoryMb" | "spillMb"> = {},
): Promise<Result> => {
  if (env.PLATFORM === "gcp") return withPlatform(env, work);
  assertHome(env);
  const { hasNeighbour } = await import("../local/neighbour/ask-neighbour.ts");
  const tables = { ...limits, patienceMs: () => (hasNeighbour(env.DAYBOOK_HOME) ? 0 : patienceMs) };
  try {
    return await withHome(env, { tables, reads: true }, ({ platform }) => work(platform));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "WarehouseBusy" || !hasNeighbour(env.DAYBOOK_HOME))
      throw error;
    // Whoever works on the tables has brought them up to date before.
    return withPlatform(env, work, tables);
  }
};
