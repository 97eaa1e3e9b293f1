import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "../../../infra/env.ts";
import { type Home, openHome } from "../../../infra/laptop/home.ts";
import { silentLog } from "../../../infra/logger.ts";
import { csvFiles, dataset } from "../../data/datasets.ts";

/**
 * Online Retail, worked through the pipeline once and kept under the temporary folder. The last day ends at noon: it
 * is left out, as half a day of sales would look like a fall.
 */
export const onlineRetail = async (folder = join(tmpdir(), "daybook-accuracy")): Promise<Home> => {
  const finished = join(folder, "finished");
  if (!existsSync(finished)) {
    rmSync(folder, { recursive: true, force: true });
    const home = await openOnlineRetail(folder);
    const source = dataset("online-retail-by-day");
    const files = csvFiles(source).filter((name) => name < "2011-12-09");
    for (const file of files) await home.drop(file, join(source, file));
    await home.settle();
    await home.close();
    writeFileSync(finished, "");
  }
  return openOnlineRetail(folder);
};

const openOnlineRetail = (folder: string): Promise<Home> =>
  openHome(readEnv({ DAYBOOK_HOME: folder }), silentLog);
