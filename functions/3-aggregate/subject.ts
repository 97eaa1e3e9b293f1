import type { Platform } from "../../shared/platform.ts";
import type { ScriptJob } from "../../shared/ports.ts";

/** A business whose metrics are rebuilt together. */
export interface MetricsSubject {
  readonly name: string;
  /** The feeds whose changed days it redoes. */
  readonly feeds: readonly string[];
  /** GoogleSQL that counts a person's rows (@subject string) by place. */
  readonly countPerson: string;
  /** The transaction that redoes these days. It is asked for again after a crash. */
  rebuild(platform: Platform, days: readonly string[]): Promise<Pick<ScriptJob, "script" | "params">>;
}
