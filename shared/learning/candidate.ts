import { blend } from "./combined/blend.ts";
import { median } from "./combined/median.ts";
import type { Family } from "./model.ts";

/** What decides which families can try a task, and with which settings. */
export interface FamilyTask {
  readonly features: readonly string[];
  /** How far ahead the target reaches. */
  readonly horizonDays: number;
  /** Whether rows carry the days before them. */
  readonly sequences: boolean;
}

export interface Candidate {
  readonly family: Family;
  readonly baseline: boolean;
  /** Stops early by looking at later rows, which it is then not fitted on. Other families are fitted on those too. */
  readonly tuned?: boolean;
}

export const asBaseline = (family: Family): Candidate => ({ family, baseline: true });
export const asLearner = (family: Family): Candidate => ({ family, baseline: false });

export const MEDIAN = "median";

/** The median of several candidates; by default of all. A saved one is loaded by the names of its members. */
export const medianCandidate = (candidates: readonly Candidate[], members?: readonly string[]): Candidate => {
  const families = candidates.map(({ family }) => family);
  return asLearner(median(MEDIAN, families, members));
};

export const MIX = "mix";

/** The weighted mean of several candidates, by the names of those with a share. */
export const mixCandidate = (
  candidates: readonly Candidate[],
  shares: ReadonlyMap<string, number> = new Map(),
): Candidate => ({
  family: blend(
    MIX,
    candidates.map(({ family }) => family),
    shares,
  ),
  baseline: false,
  tuned: true,
});
