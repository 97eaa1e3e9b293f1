import { messageOf } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import type { Params } from "../../shared/ports.ts";
import { dates, dayParams } from "../../shared/sql.ts";
import { handOn } from "../../shared/work/hand-on.ts";
import { forgetDays, type ListedParked, parkedIn } from "../../shared/work/parked.ts";
import { isDivisible } from "../../shared/work/poison.ts";
import { someAtOnce } from "../../shared/work/some-at-once.ts";
import { submitScript } from "../../shared/work/submit.ts";
import { judgementOf } from "./checks/run-checks.ts";
import type { CleanSubject, SubjectPlan, Transaction } from "./subject.ts";
import { allSubjects } from "./subjects.ts";

export interface Redoing {
  readonly platform: Platform;
  /** Days that were parked when the rebuild began. */
  readonly parked: readonly ListedParked[];
}

/** One transaction for the days of a subject, and for what else is given. Hands the days on. */
export const redo = async (
  redoing: Redoing,
  id: string,
  plan: SubjectPlan | undefined,
  more: readonly Transaction[] = [],
): Promise<void> => {
  const { platform, parked } = redoing;
  // If the feed's contract has lost its SQL since, nothing is left to clean.
  const subject = plan && allSubjects(platform.feeds).find(({ name }) => name === plan.subject);
  try {
    const own = subject && (await subject.rebuild(platform, plan));
    const judgement = subject && plan && (await judgementOf(platform, subject.feed, rowsOf(plan)));
    await runAll(platform, id, [judgement, own, ...more]);
  } catch (error) {
    if (!subject || plan.days.length === 0 || !isDivisible(error, plan.days.length)) throw error;
    if (more.length > 0) await redo(redoing, `${id}-rejects`, undefined, more);
    return divide(redoing, id, { subject, plan, reason: messageOf(error) });
  }
  if (!subject) return;
  await forgetDays(platform.state, parked, subject.name, plan.days);
  await handOnDays(platform, subject, plan, id);
};

const runAll = async ({ warehouse }: Platform, id: string, all: readonly (Transaction | undefined)[]) => {
  const parts = all.filter((part) => part !== undefined);
  const script = parts.map((part) => part.script).join("\n;\n");
  const params = Object.assign({}, ...parts.map((part) => part.params));
  if (script !== "") await submitScript(warehouse, { id, script, params });
};

const rowsOf = ({ days, fileDates }: SubjectPlan): Params => ({
  ...dayParams(days),
  file_dates: dates(fileDates),
});

interface Failed {
  readonly subject: CleanSubject;
  readonly plan: SubjectPlan;
  readonly reason: string;
}

/**
 * Values of some day overflow the engine, or all days at once need more memory than there is: halves them. The ids of the
 * parts follow from the job's, and a job that failed fails again under its id: whoever takes over the intent goes the same
 * way.
 */
const divide = async (redoing: Redoing, id: string, failed: Failed): Promise<void> => {
  const { plan } = failed;
  if (plan.days.length === 1) return parkDay(redoing.platform, id, failed);
  const middle = Math.ceil(plan.days.length / 2);
  await redo(redoing, `${id}-a`, { ...plan, days: plan.days.slice(0, middle) });
  await redo(redoing, `${id}-b`, { ...plan, days: plan.days.slice(middle) });
};

/** The day shows no rows until a correction comes: its old rows would be those of another file. */
const parkDay = async (platform: Platform, id: string, { subject, plan, reason }: Failed): Promise<void> => {
  const { state, clock, log } = platform;
  const [day = ""] = plan.days;
  await runAll(platform, `${id}-empty`, [await subject.rebuild(platform, { ...plan, fileDates: [] })]);
  const what = { stage: "clean", kind: "day" as const, of: subject.name, date: day };
  const since = clock.now().toISOString();
  await parkedIn(state).park({ ...what, reason, since, fileDates: plan.fileDates });
  log.error("day parked", { counter: "day_parked", subject: subject.name, day, reason });
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
