import type { Pace, Resources, Stage } from "../../../shared/stage.ts";
import { stages } from "../../pipeline.ts";
import { days, type Held, type Load, publication, training } from "./monthly-load.ts";

const all: readonly Stage[] = Object.values(stages);

// Seconds for each run, its start included.
const seconds = { sweep: 1.5, lookForTraining: 2, page: 0.1 };

/** How often in a month each stage runs, and for how long, by its pace in functions/pipeline.ts. */
export const functionRuns = (load: Load, held: Held) =>
  all.flatMap(({ pace, trigger, resources }) =>
    runsAt(pace, scheduleIn(trigger), load, held).map((runs) => ({ ...runs, resources })),
  );

const runsAt = (pace: Pace, schedule: string | undefined, load: Load, held: Held) => {
  const rebuilds = load.rebuildsPerDay * days;
  switch (pace.per) {
    case "file":
      return [
        { count: load.filesPerDay * days, seconds: pace.seconds + load.megabytes * pace.secondsPerMegabyte },
      ];
    case "rebuild":
      return [{ count: rebuilds, seconds: pace.seconds }];
    case "publication":
      return [{ count: rebuilds, seconds: rebuilds === 0 ? 0 : publication(load, held).seconds }];
    case "training":
      return [
        { count: timesADay(schedule) * days, seconds: seconds.lookForTraining },
        { count: load.filesPerDay > 0 ? days : 0, seconds: training(held).seconds },
      ];
    case "sweep":
      return [
        { count: timesADay(schedule) * days, seconds: seconds.sweep + seconds.page * pagesOfSweep(held) },
      ];
    case "request":
      return [];
  }
};

const scheduleIn = (trigger: Stage["trigger"]): string | undefined =>
  "schedule" in trigger ? trigger.schedule : undefined;

/** Understands cron lines that fix only the minutes: once an hour, or every so many minutes. */
const timesADay = (cron = ""): number => {
  const [, every, minute] = /^(?:\*\/(\d+)|(\d+)) \* \* \* \*$/.exec(cron) ?? [];
  if (every === undefined && minute === undefined)
    throw new Error(`cost: the schedule "${cron}" is not understood`);
  return every === undefined ? 24 : (24 * 60) / Number(every);
};

export const memoryGib = ({ memory }: Resources): number =>
  Number.parseInt(memory, 10) / (memory.endsWith("Mi") ? 1024 : 1);

/** How often a day a stage of this pace runs by its schedule. */
export const scheduledPerDay = (per: Pace["per"]): number =>
  all
    .filter(({ pace }) => pace.per === per)
    .reduce((sum, { trigger }) => sum + timesADay(scheduleIn(trigger)), 0);

/** A sweep lists the landing bucket, the ledger and the manifests, a thousand names at a time. */
export const pagesOfSweep = ({ objects }: Held): number => (3 * objects) / 1000;

export const scheduledStages = all.filter(({ trigger }) => scheduleIn(trigger) !== undefined).length;
