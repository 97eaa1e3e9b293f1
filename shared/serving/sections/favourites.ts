import { z } from "zod";
import type { ShardedSection } from "../section.ts";

const Favourite = z.strictObject({
  product: z.string(),
  /** Null if no line names it. */
  description: z.string().nullable(),
  /** In how many orders it was bought. */
  orders: z.int(),
  items: z.number(),
  gross: z.number(),
});
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
  rows: ({ products }) => products.length,
};
