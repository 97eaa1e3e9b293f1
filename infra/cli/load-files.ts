import { resolve } from "node:path";
import type { DropReport, LocalFile } from "../../functions/operations/drop/drop-report.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Context } from "./context.ts";
import { withHome } from "./with-home.ts";
import { withInstallation } from "./with-installation.ts";

/** Given the contracts, since names may depend on them. */
export type FindFiles = (platform: Pick<Platform, "feeds">) => readonly LocalFile[];

/** Two commands may load into one home by turns, but nobody waits for half a minute to be told of a lock. */
const loadPatienceMs = 5000;

/** Puts files into the landing bucket of a home or a deployment, and returns when their rows are in the tables. */
export const loadFiles = async (context: Context, total: number, find: FindFiles): Promise<DropReport> => {
  const { env, output } = context;
  if (env.PLATFORM === "gcp") {
    const progress = output.progress("reading", total, "files");
    const { uploadFiles } = await import("../../functions/operations/drop/upload-files.ts");
    return withInstallation(context, (installation) =>
      uploadFiles(installation, find(installation.platform), progress.update).finally(progress.end),
    );
  }
  return (await loadByNeighbour(context, find)) ?? loadHere(context, total, find);
};

/** A process that loads files into the home already loads these as well. Undefined if there is none. */
const loadByNeighbour = async (
  { env, output }: Context,
  find: FindFiles,
): Promise<DropReport | undefined> => {
  const { askNeighbour, hasNeighbour } = await import("../local/neighbour/ask-neighbour.ts");
  if (!hasNeighbour(env.DAYBOOK_HOME)) return undefined;
  const { feedsOfHome } = await import("../local/home-feeds.ts");
  const files = find({ feeds: feedsOfHome(env.DAYBOOK_HOME, env.DAYBOOK_CONTRACTS) });
  const heartbeat = output.heartbeat(() => "the process that works on this home loads the files");
  const asked = files.map(({ name, path }) => ({ name, path: resolve(path) }));
  const answer = await askNeighbour(env.DAYBOOK_HOME, { kind: "drop", files: asked }).finally(heartbeat.stop);
  return answer?.value as DropReport | undefined;
};

const loadHere = async ({ env, output }: Context, total: number, find: FindFiles): Promise<DropReport> => {
  const { DropTally, dropAll } = await import("../laptop/drop-all.ts");
  const tally = new DropTally();
  tally.progress = output.progress("reading", total, "files");
  tally.heartbeat = output.heartbeat(() => `opening the home ${env.DAYBOOK_HOME}`);
  const options = { onStageDone: tally.onStageDone, loads: true, tables: { patienceMs: loadPatienceMs } };
  return withHome(env, options, (home) => dropAll(home, find(home.platform), tally)).finally(
    tally.heartbeat.stop,
  );
};
