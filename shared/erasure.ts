import type { Platform } from "./platform.ts";

/** The person whose rows go. The id is used and never written; the hash stands for it in the state bucket. */
export interface Subject {
  readonly id: string;
  readonly hash: string;
}

export interface Remnant {
  readonly place: string;
  readonly rows: number;
}

/** What each stage that keeps rows of people contributes to `daybook erase`: see functions/operations/erase/erasers.ts. */
export interface Eraser {
  /** What it answers for, in the certificate's words. */
  readonly holds: string;
  /** Takes the person out, or sees to it that it is redone without. Safe to run again after a crash. */
  erase?(platform: Platform, subject: Subject): Promise<void>;
  /** The same for what may only go once the tables are at rest. */
  finish?(platform: Platform, subject: Subject): Promise<void>;
  /** Asked at the end: what still shows the person. */
  remnants(platform: Platform, subject: Subject): Promise<readonly Remnant[]>;
}
