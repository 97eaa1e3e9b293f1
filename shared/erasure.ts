import type { Platform } from "./platform.ts";

/** The person whose rows are erased. The id is never written; the hash stands for it in the state bucket. */
export interface Subject {
  readonly id: string;
  readonly hash: string;
}

export interface Remnant {
  readonly place: string;
  readonly rows: number;
}

/** What each stage with rows of people contributes to `daybook erase`: see functions/operations/erase/erasers.ts. */
export interface Eraser {
  /** The data that it erases, in the certificate's words. */
  readonly holds: string;
  /** Removes the person, or causes a rebuild without the person. It can be repeated after a crash. */
  erase?(platform: Platform, subject: Subject): Promise<void>;
  /** The same for data that may only go once the tables are at rest. */
  finish?(platform: Platform, subject: Subject): Promise<void>;
  /** Called at the end: the places that still show the person. */
  remnants(platform: Platform, subject: Subject): Promise<readonly Remnant[]>;
}
