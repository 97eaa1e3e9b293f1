import { z } from "zod";
import type { Platform } from "../../shared/platform.ts";
import { dates, sqlFile } from "../../shared/sql.ts";
import type { Token } from "../../shared/work/dirty-set.ts";
import { inParts } from "../../shared/work/drain.ts";
import type { Intent } from "../../shared/work/lease.ts";
import { daysApart, type ListedParked, parkedDays, parkedIn, triedAgain } from "../../shared/work/parked.ts";
import { Fold, writeHistories } from "./changes/fold-changes.ts";
import { ChecksPlan, judgeAlone, planJudgements, renewKeys, tokensOf } from "./checks/run-checks.ts";
import { redo } from "./redo-days.ts";
import { type CleanSubject, dayList, SubjectPlan } from "./subject.ts";
import { allSubjects } from "./subjects.ts";

const rejectsToQuarantine = sqlFile(import.meta.url, "quarantine.sql");

/** What a worker of version 0.1 stored: the days of sales beside those of feeds with SQL of their own. */
const RebuildPlanOf01 = z
  .strictObject({
    days: dayList,
    fileDates: dayList,
    rejectDates: dayList,
    pricesFrom: z.string(),
    feeds: z.array(z.strictObject({ name: z.string(), days: dayList, fileDates: dayList })),
  })
  .transform(({ days, fileDates, rejectDates, feeds }) => ({
    rejectDates,
    subjects: [
      // First even without days: its job's id is the one that copied the rejects.
      { subject: "sales-lines", days, fileDates: days.length === 0 ? [] : fileDates },
      ...feeds.map(({ name, ...plan }) => ({ subject: name, ...plan })),
    ],
  }));

/** What one rebuild does. It is written into the lease before it is done. */
const RebuildPlan = z.union([
  z.strictObject({
    rejectDates: dayList,
    subjects: z.array(SubjectPlan),
    /** Absent if no row must be judged; version 0.2 knew no such checks. */
    checks: ChecksPlan.optional(),
    /** Feeds whose changes are folded anew. Absent if there are none. */
    folds: z.array(Fold).optional(),
  }),
  RebuildPlanOf01.transform((plan) => ({ ...plan, checks: undefined, folds: undefined })),
]);
export type RebuildPlan = z.infer<typeof RebuildPlan>;

export const planRebuild = async (
  platform: Platform,
  tokens: readonly Token[],
  rejectDates: readonly string[],
  folds: readonly Fold[] = [],
): Promise<RebuildPlan> => {
  const checks = await planJudgements(platform, tokens);
  const changed = [...tokens, ...tokensOf(platform, checks.judged)];
  const subjects: SubjectPlan[] = [];
  const parked = await parkedIn(platform.state).list("clean");
  for (const subject of allSubjects(platform.feeds)) {
    const plan = await planWith(platform, subject, changed, parked);
    // In ascending order: a day depends on earlier ones only, which the job before has rebuilt.
    for (const days of inParts(plan?.days ?? []).flatMap((part) =>
      daysApart(part, parkedDays(parked, subject.name)),
    ))
      if (plan) subjects.push({ ...plan, subject: subject.name, days: [...days] });
  }
  const hasChecks = checks.judged.length + checks.keys.length > 0;
  return {
    rejectDates: [...rejectDates],
    subjects,
    ...(hasChecks ? { checks } : {}),
    ...(folds.length > 0 ? { folds: [...folds] } : {}),
  };
};

/** Parked days are tried again with each change: it may be the correction that they wait for. */
const planWith = async (
  platform: Platform,
  subject: CleanSubject,
  tokens: readonly Token[],
  parked: readonly ListedParked[],
) => {
  const plan = await subject.plan(platform, tokens);
  const again = triedAgain(parked, subject.name, subject.feed);
  return plan && again.length > 0 ? subject.plan(platform, [...tokens, ...again]) : plan;
};

/**
 * Runs a transaction for each subject, or several if it redoes too many days for one. The first also copies rejects into
 * quarantine, which saves a job.
 */
export const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const { rejectDates, subjects, checks, folds } = RebuildPlan.parse(intent.payload);
  await writeHistories(platform, intent.jobId, folds ?? []);
  // Before the subjects, whose SQL leaves out what was judged.
  if (checks) await judgeAlone(platform, intent.jobId, checks, rebuiltFeeds(platform));
  const [first, ...others] = subjects;
  const redoing = { platform, parked: await parkedIn(platform.state).list("clean") };
  const copyRejects = { script: rejectsToQuarantine, params: { reject_dates: dates(rejectDates) } };
  const more = [copyRejects, ...renewKeys(platform.feeds, checks?.keys ?? [])];
  if (first || rejectDates.length > 0) await redo(redoing, intent.jobId, first, more);
  for (const [index, plan] of others.entries()) {
    const before = others.slice(0, index).filter(({ subject }) => subject === plan.subject).length;
    await redo(redoing, `${intent.jobId}-${plan.subject}${before === 0 ? "" : `-${before}`}`, plan);
  }
};

const rebuiltFeeds = ({ feeds }: Platform): ReadonlySet<string> =>
  new Set(allSubjects(feeds).map(({ feed }) => feed));
