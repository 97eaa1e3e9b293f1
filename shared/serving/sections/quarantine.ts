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
  rules: z.array(z.strictObject({ feed: z.string(), rule: z.string(), rows: z.int() })),
  /** The newest day first, at most 500: `daybook quarantine list` shows all. */
  newest: z.array(QuarantinedRow),
});
export type QuarantineView = z.infer<typeof QuarantineView>;

/** The rows of the last 13 weeks, and of files without a date, that are in a file and not in a table; and why. */
export const quarantine: WholeSection<QuarantineView> = { name: "quarantine", content: QuarantineView };
