import { z } from "zod";
import { ActKind } from "../../insights/acts.ts";
import { Finding, FindingState } from "../../insights/finding.ts";
import type { WholeSection } from "../section.ts";

/** A withdrawn finding stays withdrawn, whatever people said of it before. */
export const ServedState = z.enum([...FindingState.options, ...ActKind.options]);
export type ServedState = z.infer<typeof ServedState>;

export const ServedFinding = Finding.extend({
  state: ServedState.describe("open until somebody acts on it or a corrected file withdraws it"),
  note: z.string().nullable().describe("What was noted when somebody acted on it"),
});
export type ServedFinding = z.infer<typeof ServedFinding>;

export const FindingsView = z.strictObject({
  /** The newest period first. */
  findings: z.array(ServedFinding),
});
export type FindingsView = z.infer<typeof FindingsView>;

/** What was found unusual, of the last 400 days. */
export const findings: WholeSection<FindingsView> = { name: "findings", content: FindingsView };
