import type { Feed } from "./feed.ts";

const longestNameBytes = 1024;
const temporary = /(^|\/)(_|\.)|\.(tmp|part|crdownload)$|\/$|^(gcloud|gsutil)\//;

/** The feed and file date of an object, or why it has none. */
export const routeOf = (feeds: readonly Feed[], name: string) => {
  if (!isName(name)) return { feed: undefined, reason: "no name that an object could have" };
  if (temporary.test(name)) return { feed: undefined, reason: "temporary or hidden name" };
  for (const feed of feeds)
    for (const path of feed.paths) {
      const fileDate = path.match(name);
      if (fileDate !== undefined) return { feed, fileDate };
    }
  return { feed: undefined, reason: "no contract has a path that fits this name" };
};

/** A forged event may name anything: half a character, a line break, more bytes than a bucket allows. */
const isName = (name: string): boolean =>
  name.isWellFormed() && !/\p{Cc}/u.test(name) && Buffer.byteLength(name) <= longestNameBytes;

/** Undated files first, then the oldest: a day that depends on earlier ones is then rebuilt once. */
export const byFileDate = (left: DatedFile, right: DatedFile): number =>
  `${left.fileDate} ${left.object}` < `${right.fileDate} ${right.object}` ? -1 : 1;

interface DatedFile {
  readonly fileDate: string;
  readonly object: string;
}
