import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../../infra/entry/environment.ts";
import { silentLog } from "../../../infra/entry/logger.ts";
import { type Home, openHome } from "../../../infra/laptop/home.ts";
import { csvFiles, dataset } from "../../data/datasets.ts";

/** This day's file ends at noon. It is left out, because half a day of sales would look like a drop. */
const halfDay = "2011-12-09";

/**
 * Online Retail after the whole pipeline. `kept` names a folder that keeps it for the next run; without it, everything is
 * made again and removed at the end.
 */
export const withOnlineRetail = async <Result>(
  work: (home: Home) => Promise<Result>,
  kept?: string,
): Promise<Result> => {
  const source = dataset("online-retail-by-day");
  const folder = kept ?? mkdtempSync(join(tmpdir(), "daybook-accuracy-"));
  const finished = join(folder, "finished");
  const home = await openHome(readEnv({ DAYBOOK_HOME: folder }), silentLog);
  try {
    if (!existsSync(finished)) {
      for (const file of csvFiles(source).filter((name) => name < halfDay))
        await home.drop(file, join(source, file));
      await home.settle();
      writeFileSync(finished, "");
    }
    return await work(home);
  } finally {
    await home.close();
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
};
