import { z } from "zod";

/** The result of staging one generation of a file. It is written last: its presence means that the staging is complete. */
export const StageReport = z.strictObject({
  object: z.string(),
  generation: z.string(),
  feed: z.string(),
  fileDate: z.iso.date(),
  contract: z.string(),
  take: z.int().optional(),
  /** The number of erased people when it was staged. */
  erasures: z.int().optional(),
  size: z.int(),
  crc32c: z.string(),
  delimiter: z.string(),
  /** rowsIn = rowsKept + rowsQuarantined, always. */
  rowsIn: z.int(),
  rowsKept: z.int(),
  rowsQuarantined: z.int(),
  parts: z.array(z.string()),
  rejects: z.array(z.string()),
  days: z.array(z.strictObject({ day: z.iso.date(), rows: z.int() })),
  nulls: z.record(z.string(), z.int()),
  warnings: z.record(z.string(), z.int()),
  reasons: z.record(z.string(), z.int()),
  notes: z.array(z.string()),
});
export type StageReport = z.infer<typeof StageReport>;
