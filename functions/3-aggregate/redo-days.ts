import { messageOf } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { daysApart, forgetDays, type ListedParked, parkedDays, parkedIn } from "../../shared/work/parked.ts";
import { isDivisible } from "../../shared/work/poison.ts";
import { submitScript } from "../../shared/work/submit.ts";
import type { MetricsSubject } from "./subject.ts";

interface Redoing {
  readonly platform: Platform;
  readonly subject: MetricsSubject;
  /** Days that were parked when the rebuild began. */
  readonly parked: readonly ListedParked[];
}

/** One transaction for a subject's days; a day that failed before has one of its own. */
export const redoDays = async (redoing: Redoing, id: string, days: readonly string[]): Promise<void> => {
  const parts = daysApart(days, parkedDays(redoing.parked, redoing.subject.name));
  for (const [part, some] of parts.entries()) await redo(redoing, part === 0 ? id : `${id}-${part}`, some);
};

/**
 * If the values of some day overflow the engine, the day is found by halving and parked; its old metrics stay. Days that
 * need more memory together than there is are halved, too.
 */
const redo = async (redoing: Redoing, id: string, days: readonly string[]): Promise<void> => {
  const { platform, subject, parked } = redoing;
  try {
    await submitScript(platform.warehouse, { id, ...(await subject.rebuild(platform, days)) });
    await forgetDays(platform.state, parked, subject.name, days);
  } catch (error) {
    if (!isDivisible(error, days.length)) throw error;
    const [day = "", ...others] = days;
    if (others.length === 0) return parkDay(platform, subject.name, day, messageOf(error));
    const middle = Math.ceil(days.length / 2);
    await redo(redoing, `${id}-a`, days.slice(0, middle));
    await redo(redoing, `${id}-b`, days.slice(middle));
  }
};

const parkDay = async ({ state, clock, log }: Platform, of: string, date: string, reason: string) => {
  const since = clock.now().toISOString();
  await parkedIn(state).park({ stage: "aggregate", kind: "day", of, date, reason, since });
  log.error("day parked", { counter: "day_parked", subject: of, day: date, reason });
};
