import { SectionMissing } from "../../../shared/serving/read-snapshot.ts";
import type { WholeSection } from "../../../shared/serving/section.ts";
import type { Seen } from "./sources.ts";

/** Undefined before the first publication that has the section: the page then shows what would bring it. */
export const sectionOf = <Content>(
  seen: Seen | undefined,
  section: WholeSection<Content>,
): Content | undefined => {
  if (!seen) return undefined;
  try {
    return seen.snapshot.section(section);
  } catch (error) {
    if (error instanceof SectionMissing) return undefined;
    throw error;
  }
};
