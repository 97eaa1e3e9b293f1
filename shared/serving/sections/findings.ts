import { z } from "zod";
import { ActKind } from "../../insights/acts.ts";
import { Explanation } from "../../insights/explanation.ts";
import { Finding, FindingState } from "../../insights/finding.ts";
import type { WholeSection } from "../section.ts";

/** A withdrawn finding stays withdrawn, whatever people said of it before. */
export const ServedState = z.enum([...FindingState.options, ...ActKind.options]);
export type ServedState = z.infer<typeof ServedState>;

const Told = z.strictObject({ headline: z.string(), paragraph: z.string(), nextStep: z.string() });

const { actual, expected, change, verdict, faults, drivers } = Explanation.shape;

/** Why it moved: the parts of its change, and the whole in words. */
export const ServedExplanation = z.strictObject({
  actual,
  expected,
  change,
  verdict: verdict.describe("data_fault: the data is not complete, so nobody was alerted"),
  faults,
  drivers: drivers.describe("The parts of a split add up to the change"),
  en: Told,
  de: Told,
});
export type ServedExplanation = z.infer<typeof ServedExplanation>;

export const ServedFinding = Finding.extend({
  state: ServedState.describe("open until somebody acts on it or a corrected file withdraws it"),
  note: z.string().nullable().describe("What was noted when somebody acted on it"),
  explanation: ServedExplanation.optional().describe("Only open findings have one"),
});
export type ServedFinding = z.infer<typeof ServedFinding>;

export const FindingsView = z.strictObject({
  /** The newest period first. */
  findings: z.array(ServedFinding),
});
export type FindingsView = z.infer<typeof FindingsView>;

/** What was found unusual, of the last 400 days. */
export const findings: WholeSection<FindingsView> = { name: "findings", content: FindingsView };
