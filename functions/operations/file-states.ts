import { type FileState, isAccepted, isTerminal } from "../../shared/work/ledger.ts";

/** True if ingest has nothing left to do with the file. */
export const hasEnded = (state: FileState): boolean => isAccepted(state) || isTerminal(state);

/** True if none of the file's rows were loaded and a person must act. */
export const isRefused = (state: FileState): boolean => state === "REJECTED" || state === "STUCK";
