import { basename, resolve, sep } from "node:path";
import type { Feed } from "../../shared/contracts/feed.ts";

/**
 * The longest end of the path that a contract knows: `…/fx_rates/2024-01-01.csv` is a file of rates, though
 * `2024-01-01.csv` alone would be one of transactions.
 */
export const nameFor = (feeds: readonly Feed[], path: string): string => {
  const segments = resolve(path).split(sep).filter(Boolean);
  const ends = segments.map((_, index) => segments.slice(index).join("/"));
  const known = ends.find((name) =>
    feeds.some((feed) => feed.paths.some((each) => each.match(name) !== undefined)),
  );
  return known ?? basename(path);
};
