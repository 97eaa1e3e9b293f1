import type { z } from "zod";

/** A fault in a contract that would otherwise show only when a file arrives. */
export interface ContractFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Reports the faults that a function finds as zod issues, which know their place in the file. */
export const reportFaults =
  <Value>(findFaults: (value: Value) => readonly ContractFault[]) =>
  (value: Value, context: z.core.$RefinementCtx<Value>): void => {
    for (const { path, message } of findFaults(value))
      context.addIssue({ code: "custom", path: [...path], message });
  };
