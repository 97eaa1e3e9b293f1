import { z } from "zod";
import { identifier } from "./contract-column.ts";

const words = (usual: readonly string[]) =>
  z
    .array(z.string().min(1))
    .min(1)
    .default([...usual])
    .transform((list) => list.map((word) => word.toUpperCase()));

/** How the rows of a file of changes are folded into the rows that hold now. */
export const ChangesSetting = z.strictObject({
  /** Files of changes, where the feed's other files are plain ones. With load mode `changes`, all files are of changes. */
  paths: z.array(z.string().min(1)).min(1).optional(),
  /** The columns that tell which row changed. */
  key: z.array(identifier).min(1),
  /** The same columns as they were before, where an update may move a row to another key. */
  previousKey: z.array(identifier).min(1).optional(),
  /** The column that says what happened. Without a value it is a row of a snapshot. */
  operation: identifier,
  /** The place in the source's log: numbers, or texts that sort in its order. The first counts most. */
  position: z.array(identifier).min(1),
  /** The TIMESTAMP at which it happened. It dates the history and decides nothing. */
  changedAt: identifier.optional(),
  /** What the operation column may say, in any case. */
  words: z
    .strictObject({
      write: words(["I", "C", "U", "INSERT", "CREATE", "UPDATE", "UPSERT", "UPDATE-INSERT"]),
      delete: words(["D", "DELETE"]),
      /** The row as it was before an update: it ends its key, unless the update at the same position keeps it. */
      before: words(["UPDATE-DELETE"]),
      /** A row of a snapshot. Without a position any change of its key goes before it. */
      snapshot: words(["R", "READ", "SNAPSHOT"]),
    })
    .prefault({}),
});
export type ChangesSetting = z.infer<typeof ChangesSetting>;
