import { SectionMissing } from "../../../shared/serving/read-snapshot.ts";
import type { ShardedSection } from "../../../shared/serving/section.ts";
import type { ValueOrPromise } from "../../../shared/value-or-promise.ts";
import type { Seen } from "./sources.ts";

/** Undefined without an entry, and before the first publication that has the section. */
export const entryOf = <Entry>(
  seen: Seen | undefined,
  section: ShardedSection<Entry>,
  id: string,
): ValueOrPromise<Entry | undefined> => {
  try {
    return seen?.snapshot.find(section, id);
  } catch (error) {
    if (error instanceof SectionMissing) return undefined;
    throw error;
  }
};
