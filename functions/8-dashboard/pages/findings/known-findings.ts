import { type Act, actOn } from "../../../../shared/insights/acts.ts";
import { type ServedFinding, findings as section } from "../../../../shared/serving/sections/findings.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { View } from "../../view.ts";

export const shownStates = ["open", "acknowledged", "expected", "muted", "withdrawn", "all"] as const;
export type ShownState = (typeof shownStates)[number];

export interface KnownFinding {
  readonly finding: ServedFinding;
  /** What somebody said of it, or of its place. */
  readonly act: Act | undefined;
  readonly state: Exclude<ShownState, "all">;
}

const severities = ["critical", "high", "medium", "low"] as const;

/**
 * The findings with what people said of them, the most severe first. Undefined before the first search. Acts are read as
 * they are now: whoever acted sees it before the next publication.
 */
export const knownFindings = (view: View, acts: readonly Act[]): readonly KnownFinding[] | undefined =>
  sectionOf(view.seen, section)
    ?.findings.map((finding) => {
      const act = actOn(acts, finding);
      return {
        finding,
        act,
        state: finding.state === "withdrawn" ? finding.state : (act?.kind ?? "open"),
      } as const;
    })
    .sort(
      ({ finding: a }, { finding: b }) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.period < b.period ? 1 : -1),
    );
