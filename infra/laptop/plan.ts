import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkFile } from "../../functions/1-ingest/file-checks.ts";
import { stageRows } from "../../functions/1-ingest/stage-rows.ts";
import { graph } from "../../functions/graph.ts";
import type { LocalFile } from "../../functions/operations/drop/drop-report.ts";
import type { Feed } from "../../shared/contracts/feed.ts";
import { routeOf } from "../../shared/contracts/route.ts";
import { HeldInput, messageOf, RejectedInput } from "../../shared/errors.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { type Manifest, manifestsIn, union } from "../../shared/work/manifest.ts";
import type { Env } from "../entry/environment.ts";
import { silentLog } from "../entry/logger.ts";
import { connectLocal, type LocalPlatform } from "../local/platform.ts";

export interface PlannedFile {
  readonly name: string;
  readonly outcome: "load" | "replace" | "same" | "rejected" | "held" | "ignored" | "unreadable";
  readonly feed?: string;
  readonly fileDate?: string;
  readonly reason?: string;
  readonly rows?: number;
  readonly quarantined?: number;
  /** Business days whose lines the file holds, or held until now. */
  readonly days?: readonly string[];
  /** The generation that is in the tables now. */
  readonly serving?: string;
}

export type Plan = Awaited<ReturnType<typeof planDrop>>;

/** What a drop of the files would do, given the state of an installation. They are read in a temporary home. */
export const planDrop = async (
  env: Env,
  state: ObjectStore | undefined,
  files: readonly LocalFile[],
  onFile: (done: number) => void,
) => {
  const folder = mkdtempSync(join(tmpdir(), "daybook-plan-"));
  const trial = connectLocal({ graph, env: { ...env, DAYBOOK_HOME: folder }, log: silentLog });
  try {
    const planned: PlannedFile[] = [];
    for (const file of files) {
      planned.push(await planFile(trial, state, file));
      onFile(planned.length);
    }
    const sales = planned.filter(({ feed }) => feed === "transactions");
    return { files: planned, daysRebuilt: union(...sales.map(({ days = [] }) => days)) };
  } finally {
    await trial.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const planFile = async (
  trial: LocalPlatform,
  state: ObjectStore | undefined,
  { name, path }: LocalFile,
): Promise<PlannedFile> => {
  const route = routeOf(trial.feeds, name);
  if (!route.feed) return { name, outcome: "ignored", reason: route.reason };
  const { feed, fileDate } = route;
  const file = { name, feed: feed.name, fileDate };
  const current = state && (await manifestsIn(state).read(feed.name, fileDate, name));
  const serving = current && !current.retracted ? current : undefined;
  const before = serving && { serving: serving.generation };
  try {
    return { ...file, ...(await trialRun(trial, feed, fileDate, { name, path }, serving)), ...before };
  } catch (error) {
    return { ...file, outcome: outcomeOf(error), reason: messageOf(error), ...before };
  }
};

/** In the words of what a load reports. */
const outcomeOf = (error: unknown): PlannedFile["outcome"] => {
  if (error instanceof HeldInput) return "held";
  return error instanceof RejectedInput ? "rejected" : "unreadable";
};

const trialRun = async (
  trial: LocalPlatform,
  feed: Feed,
  fileDate: string,
  { name, path }: LocalFile,
  serving: Manifest | undefined,
): Promise<Pick<PlannedFile, "outcome" | "rows" | "quarantined" | "days">> => {
  const object = await trial.landing.upload(name, path);
  const isSame =
    serving?.crc32c === object.crc32c && serving.size === object.size && serving.contract === feed.digest;
  if (isSame) return { outcome: "same" };
  const { staged, close } = await stageRows(trial, { feed, fileDate, object });
  try {
    checkFile(feed, staged, object.name);
    return {
      outcome: serving ? "replace" : "load",
      rows: staged.rowsIn,
      quarantined: staged.rowsQuarantined,
      days: union([...staged.days.keys()], serving?.days ?? [], serving?.staleDays ?? []),
    };
  } finally {
    await close();
  }
};
