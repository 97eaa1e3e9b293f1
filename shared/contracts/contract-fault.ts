import type { z } from "zod";
import { messageOf } from "../errors.ts";

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

/** The fault that `check` throws, if it throws. */
export const thrownFault = (path: ContractFault["path"], check: () => unknown): ContractFault[] => {
  try {
    check();
    return [];
  } catch (error) {
    return [{ path, message: messageOf(error) }];
  }
};
