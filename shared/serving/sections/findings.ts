import { z } from "zod";
import { Finding } from "../../insights/finding.ts";
import type { WholeSection } from "../section.ts";

export const FindingsView = z.strictObject({
  /** The newest period first. */
  findings: z.array(Finding),
});
export type FindingsView = z.infer<typeof FindingsView>;

/** What was found unusual, of the last year. */
export const findings: WholeSection<FindingsView> = { name: "findings", content: FindingsView };
