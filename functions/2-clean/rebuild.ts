import { z } from "zod";
import type { Platform } from "../../shared/platform.ts";
import type { Params } from "../../shared/ports.ts";
import { dates, dayParams, sqlFile } from "../../shared/sql.ts";
import type { Token } from "../../shared/work/dirty-set.ts";
import { inParts } from "../../shared/work/drain.ts";
import { handOn } from "../../shared/work/hand-on.ts";
import type { Intent } from "../../shared/work/lease.ts";
import { someAtOnce } from "../../shared/work/some-at-once.ts";
import { submitScript } from "../../shared/work/submit.ts";
import {
  ChecksPlan,
  judgeAlone,
  judgementOf,
  planJudgements,
  renewKeys,
  tokensOf,
} from "./checks/run-checks.ts";
import { type CleanSubject, dayList, SubjectPlan, type Transaction } from "./subject.ts";
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
  }),
  RebuildPlanOf01.transform((plan) => ({ ...plan, checks: undefined })),
]);
export type RebuildPlan = z.infer<typeof RebuildPlan>;

export const planRebuild = async (
  platform: Platform,
  tokens: readonly Token[],
  rejectDates: readonly string[],
): Promise<RebuildPlan> => {
  const checks = await planJudgements(platform, tokens);
  const changed = [...tokens, ...tokensOf(platform, checks.judged)];
  const subjects: SubjectPlan[] = [];
  for (const subject of allSubjects(platform.feeds)) {
    const plan = await subject.plan(platform, changed);
    // In ascending order: a day depends on earlier ones only, which the job before has rebuilt.
    for (const days of inParts(plan?.days ?? []))
      if (plan) subjects.push({ ...plan, subject: subject.name, days: [...days] });
  }
  const hasChecks = checks.judged.length + checks.keys.length > 0;
  return { rejectDates: [...rejectDates], subjects, ...(hasChecks ? { checks } : {}) };
};

/**
 * Runs a transaction for each subject, or several if it redoes too many days for one. The first also copies rejects into
 * quarantine, which saves a job.
 */
export const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const { rejectDates, subjects, checks } = RebuildPlan.parse(intent.payload);
  const [first, ...others] = subjects;
  const copyRejects = { script: rejectsToQuarantine, params: { reject_dates: dates(rejectDates) } };
  const more = [copyRejects, ...renewKeys(platform.feeds, checks?.keys ?? [])];
  if (first || rejectDates.length > 0) await redo(platform, intent.jobId, first, more);
  for (const [index, plan] of others.entries()) {
    const before = others.slice(0, index).filter(({ subject }) => subject === plan.subject).length;
    await redo(platform, `${intent.jobId}-${plan.subject}${before === 0 ? "" : `-${before}`}`, plan);
  }
  if (checks) await judgeAlone(platform, intent.jobId, checks, rebuiltFeeds(platform));
};

const rowsOf = ({ days, fileDates }: SubjectPlan): Params => ({
  ...dayParams(days),
  file_dates: dates(fileDates),
});

const rebuiltFeeds = ({ feeds }: Platform): ReadonlySet<string> =>
  new Set(allSubjects(feeds).map(({ feed }) => feed));

const redo = async (
  platform: Platform,
  id: string,
  plan: SubjectPlan | undefined,
  more: readonly Transaction[] = [],
) => {
  // If the feed's contract has lost its SQL since, nothing is left to clean.
  const subject = plan && allSubjects(platform.feeds).find(({ name }) => name === plan.subject);
  const own = subject && (await subject.rebuild(platform, plan));
  const judgement = subject && plan && (await judgementOf(platform, subject.feed, rowsOf(plan)));
  const parts = [judgement, own, ...more].filter((part) => part !== undefined);
  const script = parts.map((part) => part.script).join("\n;\n");
  const params = Object.assign({}, ...parts.map((part) => part.params));
  if (script !== "") await submitScript(platform.warehouse, { id, script, params });
  if (subject) await handOnDays(platform, subject, plan, id);
};

/** Only after its job is done: the next stages would read the old tables. */
const handOnDays = async (
  platform: Platform,
  { feed }: CleanSubject,
  { days, fileDates: [fileDate] }: SubjectPlan,
  jobId: string,
): Promise<void> => {
  await someAtOnce(days, 16, (day) =>
    handOn(platform, "clean", `${day}/${jobId}`, { feed, fileDate: day, days: [day] }),
  );
  // A feed without business dates changes as a whole.
  if (days.length === 0 && fileDate !== undefined)
    await handOn(platform, "clean", `${feed}/${jobId}`, { feed, fileDate, days });
};
