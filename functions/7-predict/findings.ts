import { z } from "zod";
import { Problem } from "../../shared/routes/problem.ts";
import { findings, ServedFinding, ServedState } from "../../shared/serving/sections/findings.ts";
import { isStale, type ServingState, staleMeans } from "./serving-state.ts";

export const FindingsQuery = z.strictObject({
  since: z.iso.date().optional().describe("Only findings of periods that begin on this day or later"),
  state: ServedState.optional().describe("Only findings in this state; without it, all but withdrawn ones"),
});
export type FindingsQuery = z.infer<typeof FindingsQuery>;

export const FindingPath = z.strictObject({ id: z.string().min(1).max(100) });

export const FindingsAnswer = z.strictObject({
  findings: z.array(ServedFinding),
  currency: z.string(),
  asOf: z.iso.date().nullable(),
  snapshot: z.string(),
  stale: z.boolean().describe(staleMeans),
});
export type FindingsAnswer = z.infer<typeof FindingsAnswer>;

/** The newest first. */
export const answerFindings = (serving: ServingState, { since, state }: FindingsQuery): FindingsAnswer => ({
  findings: serving.snapshot.value
    .section(findings)
    .findings.filter((finding) => since === undefined || finding.period >= since)
    .filter((finding) => (state === undefined ? finding.state !== "withdrawn" : finding.state === state)),
  currency: serving.snapshot.value.manifest.currency,
  asOf: serving.snapshot.value.manifest.asOf,
  snapshot: serving.snapshot.value.manifest.id,
  stale: isStale(serving),
});

export const answerFinding = ({ snapshot }: ServingState, id: string): ServedFinding => {
  const found = snapshot.value.section(findings).findings.find((finding) => finding.id === id);
  if (!found) throw new Problem("not-found", `there is no finding ${id} in the last 400 days`);
  return found;
};
