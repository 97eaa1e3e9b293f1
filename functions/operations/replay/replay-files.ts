import { messageOf } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { wakeNext } from "../../../shared/work/hand-on.ts";
import { replay } from "../../1-ingest/replay.ts";
import { type Installation, withoutWakes } from "../installation.ts";
import type { SelectedFile } from "./select-files.ts";

export interface ReplayedFile {
  readonly object: string;
  readonly state: string;
  readonly rows?: number | undefined;
  readonly quarantined?: number | undefined;
  readonly reason?: string | undefined;
}

/** Ingests files again, one after the other, and then settles: the tables are rebuilt once for all of them. */
export const replayFiles = async (
  installation: Installation,
  files: readonly SelectedFile[],
  onFile: (done: number) => void,
): Promise<readonly ReplayedFile[]> => {
  const replayed: ReplayedFile[] = [];
  for (const { object } of files) {
    replayed.push(await replayOne(withoutWakes(installation.platform), object));
    onFile(replayed.length);
  }
  await wakeNext(installation.platform, "ingest");
  await installation.settle();
  return replayed;
};

/** A file that fails must not keep the others from being read. */
const replayOne = async (platform: Platform, object: string): Promise<ReplayedFile> => {
  try {
    const entry = await replay(platform)(object);
    if (!entry) return { object, state: "IGNORED", reason: "no contract has a path that matches this name" };
    const { state, rows, rejected: quarantined, reason } = entry;
    return { object, state, rows, quarantined, reason };
  } catch (error) {
    return { object, state: "FAILED", reason: messageOf(error) };
  }
};
