import type { Feed } from "./feed.ts";

/** Where an object belongs: a feed and a file date, or nowhere and why. */
export type Route =
  | { readonly feed: Feed; readonly fileDate: string }
  | { readonly feed: undefined; readonly reason: string };

const temporary = /(^|\/)(_|\.)|\.(tmp|part|crdownload)$|\/$|^(gcloud|gsutil)\//;

export const routeOf = (feeds: readonly Feed[], name: string): Route => {
  if (temporary.test(name)) return { feed: undefined, reason: "temporary or hidden name" };
  for (const feed of feeds) {
    for (const path of feed.paths) {
      const fileDate = path.match(name);
      if (fileDate !== undefined) return { feed, fileDate };
    }
  }
  return { feed: undefined, reason: "no contract has a path that fits this name" };
};
