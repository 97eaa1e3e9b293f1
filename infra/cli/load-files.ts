import type { DropReport, LocalFile } from "../../functions/operations/drop/drop-report.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Context } from "./context.ts";
import { withHome } from "./with-home.ts";
import { withInstallation } from "./with-installation.ts";

/** Given the platform, since names may depend on its contracts. */
export type FindFiles = (platform: Platform) => readonly LocalFile[];

/** Two commands may load into one home by turns, but nobody waits for half a minute to be told of a lock. */
const loadPatienceMs = 5000;

/** Puts files into the landing bucket of a home or a deployment, and returns when their rows are in the tables. */
export const loadFiles = async (context: Context, total: number, find: FindFiles): Promise<DropReport> => {
  const { env, output } = context;
  const progress = output.progress("reading", total, "files");
  if (env.PLATFORM === "gcp") {
    const { uploadFiles } = await import("../../functions/operations/drop/upload-files.ts");
    return withInstallation(context, (installation) =>
      uploadFiles(installation, find(installation.platform), progress.update).finally(progress.end),
    );
  }
  const { DropTally, dropAll } = await import("../laptop/drop-all.ts");
  const tally = new DropTally();
  tally.progress = progress;
  tally.heartbeat = output.heartbeat(() => `opening the home ${env.DAYBOOK_HOME}`);
  return withHome(env, { onStageDone: tally.onStageDone, patienceMs: loadPatienceMs }, (home) =>
    dropAll(home, find(home.platform), tally),
  ).finally(tally.heartbeat.stop);
};
