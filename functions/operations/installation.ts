import type { Platform } from "../../shared/platform.ts";

/** What an operation runs on: a home on this machine, or a deployment on Google Cloud. */
export interface Installation {
  readonly platform: Platform;
  /** Works, or waits, until no stage has work left. */
  settle(): Promise<void>;
}
