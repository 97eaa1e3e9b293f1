import { z } from "zod";
import { messageOf } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { dates, sqlFile } from "../../shared/sql.ts";
import type { Token } from "../../shared/work/dirty-set.ts";
import { inParts } from "../../shared/work/drain.ts";
import { handOn } from "../../shared/work/hand-on.ts";
import type { Intent } from "../../shared/work/lease.ts";
import {
  daysApart,
  forgetDays,
  type ListedParked,
  parkedDays,
  parkedIn,
  triedAgain,
} from "../../shared/work/parked.ts";
import { isPoison } from "../../shared/work/poison.ts";
import { someAtOnce } from "../../shared/work/some-at-once.ts";
import { submitScript } from "../../shared/work/submit.ts";
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
  z.strictObject({ rejectDates: dayList, subjects: z.array(SubjectPlan) }),
  RebuildPlanOf01,
]);
export type RebuildPlan = z.infer<typeof RebuildPlan>;

export const planRebuild = async (
  platform: Platform,
  tokens: readonly Token[],
  rejectDates: readonly string[],
): Promise<RebuildPlan> => {
  const subjects: SubjectPlan[] = [];
  const parked = await parkedIn(platform.state).list("clean");
  for (const subject of allSubjects(platform.feeds)) {
    const poisoned = parkedDays(parked, subject.name);
    const plan = await planWith(platform, subject, tokens, parked);
    // In ascending order: a day depends on earlier ones only, which the job before has rebuilt.
    for (const days of inParts(plan?.days ?? []).flatMap((part) => daysApart(part, poisoned)))
      if (plan) subjects.push({ ...plan, subject: subject.name, days: [...days] });
  }
  return { rejectDates: [...rejectDates], subjects };
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
  if (!plan || again.length === 0) return plan;
  return subject.plan(platform, [...tokens, ...again]);
};

/**
 * Runs a transaction for each subject, or several if it redoes too many days for one. The first also copies rejects into
 * quarantine, which saves a job.
 */
export const rebuild = async (platform: Platform, intent: Intent): Promise<void> => {
  const { rejectDates, subjects } = RebuildPlan.parse(intent.payload);
  const [first, ...others] = subjects;
  const parked = await parkedIn(platform.state).list("clean");
  const copyRejects = { script: rejectsToQuarantine, params: { reject_dates: dates(rejectDates) } };
  if (first || rejectDates.length > 0) await redo({ platform, parked }, intent.jobId, first, copyRejects);
  for (const [index, plan] of others.entries()) {
    const before = others.slice(0, index).filter(({ subject }) => subject === plan.subject).length;
    await redo(
      { platform, parked },
      `${intent.jobId}-${plan.subject}${before === 0 ? "" : `-${before}`}`,
      plan,
    );
  }
};

interface Redoing {
  readonly platform: Platform;
  readonly parked: readonly ListedParked[];
}

const redo = async (
  redoing: Redoing,
  id: string,
  plan: SubjectPlan | undefined,
  more?: Transaction,
): Promise<void> => {
  const { platform, parked } = redoing;
  // If the feed's contract has lost its SQL since, nothing is left to clean.
  const subject = plan && allSubjects(platform.feeds).find(({ name }) => name === plan.subject);
  const own = subject && (await subject.rebuild(platform, plan));
  const script = [own, more].flatMap((part) => part?.script ?? []).join("\n;\n");
  try {
    if (script !== "")
      await submitScript(platform.warehouse, { id, script, params: { ...own?.params, ...more?.params } });
  } catch (error) {
    if (!subject || plan.days.length === 0 || !isPoison(error)) throw error;
    if (more) await redo(redoing, `${id}-rejects`, undefined, more);
    return divide(redoing, id, subject, plan, messageOf(error));
  }
  if (!subject) return;
  await forgetDays(platform.state, parked, subject.name, plan.days);
  await handOnDays(platform, subject, plan, id);
};

/**
 * Values of some day overflow the engine: finds the day by halving. The ids of the parts follow from the job's, and a job that
 * failed fails again under its id: whoever takes over the intent goes the same way.
 */
const divide = async (
  redoing: Redoing,
  id: string,
  subject: CleanSubject,
  plan: SubjectPlan,
  reason: string,
): Promise<void> => {
  const { days } = plan;
  if (days.length === 1) return parkDay(redoing.platform, id, subject, plan, reason);
  const middle = Math.ceil(days.length / 2);
  await redo(redoing, `${id}-a`, { ...plan, days: days.slice(0, middle) });
  await redo(redoing, `${id}-b`, { ...plan, days: days.slice(middle) });
};

/** The day shows no rows until a correction comes: its old rows would be those of another file. */
const parkDay = async (
  platform: Platform,
  id: string,
  subject: CleanSubject,
  plan: SubjectPlan,
  reason: string,
): Promise<void> => {
  const [day = ""] = plan.days;
  const empty = await subject.rebuild(platform, { ...plan, fileDates: [] });
  await submitScript(platform.warehouse, { id: `${id}-empty`, ...empty });
  const since = platform.clock.now().toISOString();
  const what = { stage: "clean", kind: "day" as const, of: subject.name, date: day };
  await parkedIn(platform.state).park({ ...what, reason, since, fileDates: plan.fileDates });
  platform.log.error("day parked", { counter: "day_parked", subject: subject.name, day, reason });
  await handOnDays(platform, subject, plan, id);
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
