import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Feed } from "../../shared/contracts/feed.ts";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { assertFeedsSql } from "../googlesql/feed-sql.ts";

/** Where a home keeps contracts of its own. */
export const homeContracts = (home: string): string => join(home, "contracts");

/** The built-in feeds, and before them those of the folder that is named, or else the home's own. */
export const feedsOfHome = (home: string, named: string | undefined): readonly Feed[] => {
  if (named !== undefined) return assertFeedsSql(loadFeeds(named));
  const folder = homeContracts(home);
  const hasOwn = existsSync(folder) && readdirSync(folder).some((file) => file.endsWith(".yaml"));
  return hasOwn ? assertFeedsSql(loadFeeds(folder)) : loadFeeds();
};

/** Equal for two processes that read files alike: contracts may have changed since one of them began. */
export const contractsId = (feeds: readonly Feed[]): string =>
  createHash("sha256")
    .update(feeds.map(({ name, digest }) => `${name} ${digest}`).join("\n"))
    .digest("hex");
