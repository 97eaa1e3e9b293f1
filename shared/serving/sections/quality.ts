import { z } from "zod";
import type { WholeSection } from "../section.ts";

export const QualityView = z.strictObject({
  since: z.iso.date(),
  /** Rows that are in a file and in no table, the most frequent reason first. */
  reasons: z.array(
    z.strictObject({ feed: z.string(), rule: z.string(), column: z.string().nullable(), rows: z.int() }),
  ),
  /** Sales by business day, oldest first. The score is the share of the rows that entered, in percent. */
  days: z.array(
    z.strictObject({ date: z.iso.date(), kept: z.int(), quarantined: z.int(), score: z.number() }),
  ),
  /** How many customers are in each loyalty tier. */
  tiers: z.array(z.strictObject({ tier: z.string(), customers: z.int() })),
});
export type QualityView = z.infer<typeof QualityView>;

/** How good the last year's files were, and what keeps rows out. */
export const quality: WholeSection<QualityView> = { name: "quality", content: QualityView };
