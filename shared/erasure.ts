import type { Platform } from "./platform.ts";
import type { Warehouse } from "./ports.ts";
import { text } from "./sql.ts";

/** The person whose rows are erased. The id is never written; the hash stands for it in the state bucket. */
export interface Subject {
  readonly id: string;
  readonly hash: string;
  /** Whether a row is about the person, or about one of several; by the id if absent. */
  is?(id: string): boolean;
}

export interface Remnant {
  readonly place: string;
  readonly rows: number;
}

/** What each stage with rows of people contributes to `daybook erase`: see functions/operations/erase/erase.ts. */
export interface Eraser {
  /** The data that it erases, in the certificate's words. */
  readonly holds: string;
  /** Removes the person, or causes a rebuild without the person. It can be repeated after a crash. */
  erase?(platform: Platform, subject: Subject): Promise<void>;
  /** The same for data that may only go once the tables are at rest. */
  finish?(platform: Platform, subject: Subject): Promise<void>;
  /** Called at the end: the places that still show the person. */
  remnants(platform: Platform, subject: Subject): Promise<readonly Remnant[]>;
}

/** Runs statements that count a person's rows (@subject string) as `rows_left` by `place`. */
export const countRows = async (
  warehouse: Warehouse,
  statements: readonly string[],
  { id }: Subject,
): Promise<Remnant[]> => {
  const counts = await Promise.all(statements.map((sql) => warehouse.query(sql, { subject: text(id) })));
  return counts.flat().map((row) => ({ place: String(row["place"]), rows: Number(row["rows_left"]) }));
};
