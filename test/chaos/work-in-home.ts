import { checksumOfFile } from "../../infra/checksum.ts";
import { filesBelow } from "../../infra/cli/files-below.ts";
import { readEnv } from "../../infra/entry/environment.ts";
import { silentLog } from "../../infra/entry/logger.ts";
import { openHome } from "../../infra/laptop/home.ts";

export interface WhileWorking {
  /** The home is open, and nothing has been done in it yet. */
  readonly opened?: () => void;
  /** From here on, whatever happens, the home must have the file. */
  readonly kept?: (object: string, crc32c: string) => void;
}

/** Puts the files that are not in the bucket yet into it, and works until nothing waits. */
export const workInHome = async (path: string, folder: string, tell: WhileWorking = {}): Promise<void> => {
  // Whoever was killed while it worked holds its lease on: the next does not wait long for it.
  const options = { leaseMs: 300, coalesce: { quietMs: 0, maxMs: 0 } };
  const home = await openHome(readEnv({ DAYBOOK_HOME: path }), silentLog, options);
  tell.opened?.();
  for (const { name, path } of filesBelow(folder)) {
    const object = name.replace(/^\d+\//, "");
    const { crc32c } = await checksumOfFile(path);
    const held = await home.platform.landing.generations(object);
    if (!held.some((generation) => generation.crc32c === crc32c)) await home.drop(object, path);
    tell.kept?.(object, crc32c);
  }
  await home.recover();
  await home.settle();
  await home.close();
};
