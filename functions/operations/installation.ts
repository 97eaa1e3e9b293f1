import type { Platform } from "../../shared/platform.ts";

/** What an operation runs on: a home on this machine, or a deployment on Google Cloud. */
export interface Installation {
  readonly platform: Platform;
  /** Returns when no stage has work left: a home does the work, a deployment is waited for. */
  settle(): Promise<void>;
}

/** For operations on many files: the next stage is woken once, after the last of them. */
export const withoutWakes = (platform: Platform): Platform => ({
  ...platform,
  bus: { publish: async () => {} },
});
