import { statSync } from "node:fs";
import type { BackfillFile } from "../../functions/operations/backfill/backfill.ts";
import { byFileDate, routeOf } from "../../shared/contracts/route.ts";
import type { Platform } from "../../shared/platform.ts";
import { checksumOfFile } from "../checksum.ts";
import { filesBelow } from "./files-below.ts";

export type BackfillSource = ReturnType<typeof routeFiles>;

/** Files of a folder on this machine, to be uploaded under their path below it. */
export const listFolder = (platform: Platform, folder: string): BackfillSource =>
  routeFiles(platform, `folder ${folder}`, filesBelow(folder), ({ name, path }) => ({
    size: statSync(path).size,
    async put() {
      const live = await platform.landing.stat(name);
      const { size, crc32c } = await checksumOfFile(path);
      return live?.size === size && live.crc32c === crc32c ? live : platform.landing.upload(name, path);
    },
  }));

/** Files that are in the bucket already. */
export const listPrefix = async (platform: Platform, prefix: string): Promise<BackfillSource> =>
  routeFiles(platform, `prefix ${prefix}`, await platform.landing.list(prefix), (object) => ({
    size: object.size,
    put: async () => object,
  }));

/** The name is the key of the backfill's progress: the same name continues the same backfill. */
const routeFiles = <Found extends { readonly name: string }>(
  { feeds }: Platform,
  name: string,
  found: readonly Found[],
  describe: (found: Found) => Pick<BackfillFile, "size" | "put">,
) => {
  const files: BackfillFile[] = [];
  /** Names that no contract matches. */
  const ignored: string[] = [];
  for (const each of found) {
    const route = routeOf(feeds, each.name);
    if (!route.feed) ignored.push(each.name);
    else files.push({ object: each.name, feed: route.feed, fileDate: route.fileDate, ...describe(each) });
  }
  return { name, files: files.sort(byFileDate), ignored };
};
