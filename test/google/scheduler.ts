import { atMost, type Rule } from "./rule.ts";

const rest = "https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs";

export interface ScheduledJob {
  readonly name: string;
  readonly schedule: string;
  /** Of an HTTP target; a job that publishes has none. */
  readonly attemptDeadlineSeconds?: number;
  readonly retries?: number;
  readonly timeZone?: string;
}

export const scheduledJobRules: readonly Rule<ScheduledJob>[] = [
  {
    name: "scheduled-job-name",
    service: "Cloud Scheduler",
    says: "A job's name is 1 to 500 letters, digits, dashes and underscores.",
    source: rest,
    refuses: ({ name }) => (/^[\w-]{1,500}$/.test(name) ? undefined : `"${name}"`),
  },
  {
    name: "attempt-deadline",
    service: "Cloud Scheduler",
    says: "An attempt over HTTP has 15 seconds to 30 minutes.",
    source: rest,
    refuses: ({ attemptDeadlineSeconds: seconds = 180 }) =>
      seconds >= 15 && seconds <= 1800 ? undefined : `${seconds} seconds`,
  },
  {
    name: "cron-shape",
    service: "Cloud Scheduler",
    says: "A schedule is minute, hour, day of the month, month and day of the week, each within its range.",
    source: "https://cloud.google.com/scheduler/docs/configuring/cron-job-schedules",
    refuses: ({ schedule }) => {
      const fields = schedule.split(" ");
      const fits = fields.length === 5 && fields.every((field, index) => fitsField(field, index));
      return fits ? undefined : `"${schedule}"`;
    },
  },
  {
    name: "scheduled-retries",
    service: "Cloud Scheduler",
    says: "A job is tried again five times at most.",
    source: `${rest}#RetryConfig`,
    refuses: ({ retries = 0 }) => atMost(5, "retries")(retries),
  },
  {
    name: "schedule-time-zone",
    service: "Cloud Scheduler",
    says: "A schedule's time zone is one of the tz database.",
    source: rest,
    refuses: ({ timeZone = "UTC" }) => {
      try {
        new Intl.DateTimeFormat("en", { timeZone });
        return undefined;
      } catch {
        return `"${timeZone}"`;
      }
    },
  },
];

const ranges: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

const fitsField = (field: string, index: number): boolean =>
  field.split(",").every((part) => {
    const [, from, to, step = "1"] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [undefined, "-1"];
    const [least, most] = ranges[index] ?? [0, 0];
    const first = Number(from ?? least);
    const last = Number(to ?? first);
    return first >= least && last <= most && first <= last && Number(step) > 0;
  });
