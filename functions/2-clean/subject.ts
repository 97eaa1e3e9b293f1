import { z } from "zod";
import type { Platform } from "../../shared/platform.ts";
import type { ScriptJob } from "../../shared/ports.ts";
import type { Token } from "../../shared/work/dirty-set.ts";

export const dayList = z.array(z.iso.date());

/** The business days that a subject redoes, and the dates of all files that have rows of these days. */
export const SubjectPlan = z.strictObject({ subject: z.string(), days: dayList, fileDates: dayList });
export type SubjectPlan = z.infer<typeof SubjectPlan>;

export type Transaction = Pick<ScriptJob, "script" | "params">;

/** A business whose clean tables are rebuilt together, or a feed with SQL of its own. */
export interface CleanSubject {
  /** Plans are stored under this name. A built-in name has a dash, so that no feed can have it. */
  readonly name: string;
  /** The feed that the tokens for the next stages name. */
  readonly feed: string;
  /** GoogleSQL that counts a person's rows (@subject string) by place. */
  readonly countPerson?: string;
  /**
   * What these tokens make it redo; undefined if they do not concern it. Called after raw is loaded and before any
   * clean table changes: the old lines tell what depended on a changed day.
   */
  plan(platform: Platform, tokens: readonly Token[]): Promise<Omit<SubjectPlan, "subject"> | undefined>;
  /** The transaction that redoes a plan. It is asked for again after a crash and must then be the same. */
  rebuild(platform: Platform, plan: SubjectPlan): Promise<Transaction>;
}
