import type { Feed } from "../../shared/contracts/feed.ts";
import type { Reject, RowTyper } from "../../shared/staging.ts";
import type { Erased } from "../../shared/work/erasures.ts";
import type { StagedRows } from "./staged-rows.ts";

/** True if a rejected row may be about a person who was erased. */
export const isAbout = (erased: Erased, { subjects }: Reject): boolean =>
  subjects.some((subject) => erased.has(subject));

/** Returns the typed parts without the rows of erased people, and lowers the counts accordingly. */
export const withoutErased = async (
  typer: RowTyper,
  feed: Feed,
  staged: StagedRows,
  erased: Erased,
): Promise<readonly string[]> => {
  if (erased.count === 0 || feed.subject === undefined) return staged.parts;
  const parts: string[] = [];
  for (const part of staged.parts) {
    const filtered = await typer.without(part, feed, erased);
    if (!filtered) {
      parts.push(part);
      continue;
    }
    if (filtered.path !== undefined) parts.push(filtered.path);
    staged.rowsIn -= filtered.rows;
    staged.rowsKept -= filtered.rows;
    for (const { day, rows } of filtered.days) removeDay(staged.days, day, rows);
  }
  return parts;
};

const removeDay = (days: Map<string, number>, day: string, rows: number): void => {
  const left = (days.get(day) ?? 0) - rows;
  if (left > 0) days.set(day, left);
  else days.delete(day);
};
