import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Platform } from "../../shared/platform.ts";
import type { Ids } from "../../shared/ports.ts";

/**
 * Puts a file into the inbox under a home, as a person would. It appears there complete: it is written under a hidden
 * name and renamed.
 */
export const inboxUploads =
  (home: string, ids: Ids): NonNullable<Platform["uploads"]> =>
  async (name, content) => {
    const path = join(home, "inbox", name);
    const unfinished = join(home, "inbox", `.arriving-${ids.next()}`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  };
