import { z } from "zod";

/** A staged generation of a file, as its report and its manifest name it. */
export const StagedFile = z.object({
  feed: z.string(),
  object: z.string(),
  generation: z.string(),
  fileDate: z.iso.date(),
  contract: z.string(),
  /** The revision: see the ledger. */
  take: z.int().optional(),
  /** The number of erased people when it was staged. */
  erasures: z.int().optional(),
  /** Size and checksum of the stored object. A later generation with the same bytes changes nothing. */
  size: z.int(),
  crc32c: z.string(),
  parts: z.array(z.string()),
  rejects: z.array(z.string()),
});

/** The result of staging one generation of a file. It is written last: its presence means that the staging is complete. */
export const StageReport = StagedFile.extend({
  delimiter: z.string(),
  /** rowsIn = rowsKept + rowsQuarantined, always. */
  rowsIn: z.int(),
  rowsKept: z.int(),
  rowsQuarantined: z.int(),
  days: z.array(z.strictObject({ day: z.iso.date(), rows: z.int() })),
  nulls: z.record(z.string(), z.int()),
  warnings: z.record(z.string(), z.int()),
  reasons: z.record(z.string(), z.int()),
  notes: z.array(z.string()),
});
export type StageReport = z.infer<typeof StageReport>;
