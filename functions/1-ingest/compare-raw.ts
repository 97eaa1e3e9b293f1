import type { Feed } from "../../shared/contracts/feed.ts";
import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import type { ObjectStore } from "../../shared/ports.ts";
import { dirtySetIn } from "../../shared/work/dirty-set.ts";
import { inForce, type Manifest, manifestsIn, union } from "../../shared/work/manifest.ts";

const looked = new WeakMap<object, string>();

/**
 * Compares the manifests with the rows of the raw tables, once a day and once in each process: a warehouse that was lost, restored
 * or damaged lacks rows, or has rows whose file is gone. Where they differ, the file date is loaded again.
 */
export const compareRaw = async (
  platform: Platform,
  known: ObjectStore,
  dirty: Pick<ReturnType<typeof dirtySetIn>, "count">,
): Promise<void> => {
  const { warehouse, clock, bus } = platform;
  const day = clock.now().toISOString().slice(0, 10);
  // What waits will be loaded anyway.
  if (looked.get(warehouse) === day || (await dirty.count("clean")) > 0) return;
  let tokens = 0;
  for (const feed of platform.feeds) {
    const manifests = await manifestsIn(known).list(feed.name, undefined, { onDamaged: () => undefined });
    if (manifests.length > 0) tokens += await compareFeed(platform, feed, manifests);
  }
  looked.set(warehouse, day);
  if (tokens > 0) await bus.publish(topicOf("clean"), wake("clean"));
};

/** Returns how many file dates differ. */
const compareFeed = async (platform: Platform, feed: Feed, all: readonly Manifest[]): Promise<number> => {
  const { state, warehouse, ids, log } = platform;
  let tokens = 0;
  const rows = await warehouse.query(
    `select cast(_source_date as string) as file_date, countif(${passed(feed)}) as good from ${feed.table} where _source_date >= date '0001-01-01' group by file_date`,
  );
  const held = new Map(rows.map((row) => [String(row["file_date"]), Number(row["good"])]));
  const byDate = Map.groupBy(inForce(feed, all), ({ fileDate }) => fileDate);
  for (const fileDate of union([...held.keys()], [...byDate.keys()])) {
    const expected = sumOfRows(byDate.get(fileDate) ?? []);
    if (expected === (held.get(fileDate) ?? 0)) continue;
    const found = held.get(fileDate) ?? 0;
    log.error("raw rows differ from the manifests; they are loaded again", {
      ...{ counter: "raw_differs", feed: feed.name, file_date: fileDate, expected, found },
    });
    const days = union(
      ...all.filter((one) => one.fileDate === fileDate).map((one) => one.days),
      await daysHeld(platform, feed, fileDate),
    );
    await dirtySetIn(state).add("clean", `${feed.name}/${fileDate}/compared-${ids.next()}`, {
      feed: feed.name,
      fileDate,
      days,
    });
    tokens++;
  }
  return tokens;
};

/** Of a feed with changes, rows that hold no more are left out of the tables, too. */
const passed = ({ changes }: Feed): string =>
  changes ? "ifnull(_accepted, not _quarantined)" : "not _quarantined";

const sumOfRows = (manifests: readonly Manifest[]): number =>
  manifests.reduce((sum, { rows }) => sum + rows, 0);

/** Business days that raw shows of a file date: those of a file that is gone are in no manifest. */
const daysHeld = async ({ warehouse }: Platform, feed: Feed, fileDate: string): Promise<string[]> => {
  if (feed.businessDate === undefined) return [];
  const found = await warehouse.query(
    `select distinct cast(business_date as string) as day from ${feed.table} where _source_date = cast(@file_date as date) and business_date is not null`,
    { file_date: { type: "STRING", value: fileDate } },
  );
  return found.map((row) => String(row["day"]));
};
