import type { Finding } from "../../../../shared/insights/finding.ts";
import type { Review } from "../../../../shared/insights/reviews.ts";
import { findings as section } from "../../../../shared/serving/sections/findings.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { View } from "../../view.ts";

export const shownStates = ["open", "acknowledged", "expected", "muted", "withdrawn", "all"] as const;
export type ShownState = (typeof shownStates)[number];

export interface KnownFinding {
  readonly finding: Finding;
  readonly review: Review | undefined;
  readonly state: Exclude<ShownState, "all">;
}

const severities = ["critical", "high", "medium", "low"] as const;

/** The findings with what people said of them, the most severe first. Undefined before the first search. */
export const knownFindings = (
  view: View,
  reviews: readonly Review[],
): readonly KnownFinding[] | undefined => {
  const known = sectionOf(view.seen, section)?.findings;
  if (!known) return undefined;
  const said = new Map(reviews.map((review) => [review.finding, review]));
  return known
    .map((finding) => {
      const review = said.get(finding.id);
      const state = finding.state === "withdrawn" ? "withdrawn" : (review?.state ?? "open");
      return { finding, review, state } as const;
    })
    .sort(
      ({ finding: a }, { finding: b }) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) || (a.period < b.period ? 1 : -1),
    );
};
