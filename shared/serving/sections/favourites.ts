import { z } from "zod";
import type { ShardedSection } from "../section.ts";

/** Product, its description (null if no line names it), in how many orders it was bought, items, gross. */
const Favourite = z.tuple([z.string(), z.string().nullable(), z.int(), z.number(), z.number()]);
export type Favourite = z.infer<typeof Favourite>;

export const Favourites = z.strictObject({
  /** Bought in most orders first; among equals the dearer. */
  products: z.array(Favourite).min(1),
});
export type Favourites = z.infer<typeof Favourites>;

/**
 * What each customer bought most often in the last year, by customer id. Apart from their days: answers read those on
 * their way, and only a page shows this.
 */
export const favourites: ShardedSection<Favourites> = {
  name: "favourites",
  entry: Favourites,
  // A product takes twice the place of a day: a profile fetches a shard for one customer.
  rows: ({ products }) => 2 * products.length,
};
