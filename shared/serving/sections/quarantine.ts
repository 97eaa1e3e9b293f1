import { z } from "zod";
import type { WholeSection } from "../section.ts";

export const QuarantinedRow = z.strictObject({
  day: z.iso.date(),
  feed: z.string(),
  rule: z.string(),
  column: z.string().nullable(),
  /** What the cell holds; it may be about a person. */
  value: z.string().nullable(),
  message: z.string(),
  file: z.string(),
  line: z.int(),
});
export type QuarantinedRow = z.infer<typeof QuarantinedRow>;

export const QuarantineView = z.strictObject({
  /** Of the last year, and of files without a date. */
  rules: z.array(z.strictObject({ feed: z.string(), rule: z.string(), rows: z.int() })),
  /** Of the last 13 weeks, the newest day first, at most 500: `daybook quarantine list` shows all. */
  newest: z.array(QuarantinedRow),
});
export type QuarantineView = z.infer<typeof QuarantineView>;

/** How many rows are in quarantine: of a feed, or of all. Whoever shows the count takes it from here. */
export const rowsHeld = ({ rules }: Pick<QuarantineView, "rules">, feed?: string): number =>
  rules.reduce((sum, rule) => (feed === undefined || rule.feed === feed ? sum + rule.rows : sum), 0);

/** The rows that are in a file and not in a table, and why. */
export const quarantine: WholeSection<QuarantineView> = { name: "quarantine", content: QuarantineView };
