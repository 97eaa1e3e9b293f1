import { z } from "zod";

/** Whether a feed's next file is overdue. */
export const Freshness = z.object({
  newest: z.iso.date(),
  /** When the next file should be here at the latest, by the contract's frequency and latency. */
  dueBy: z.iso.datetime(),
  late: z.boolean(),
});
export type Freshness = z.infer<typeof Freshness>;

/** A file date that brought far fewer rows than its weekday usually does. */
export const ShortDay = z.object({
  fileDate: z.iso.date(),
  rows: z.int(),
  /** The median of the same weekday in the eight weeks before. */
  usual: z.number(),
});
export type ShortDay = z.infer<typeof ShortDay>;

/** What the sweep found overdue or short, by feed. Not strict: a later version may record more. */
export const FeedWatch = z.object({
  at: z.iso.datetime(),
  feeds: z.record(
    z.string(),
    z.object({ freshness: Freshness.nullable(), shortDays: z.array(ShortDay).readonly() }),
  ),
});
export type FeedWatch = z.infer<typeof FeedWatch>;
export type WatchedFeed = FeedWatch["feeds"][string];

export const feedWatchName = "watch/v1/feeds.json";
