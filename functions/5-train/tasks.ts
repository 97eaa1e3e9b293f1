import { type FamilyTask, fallbackOf, familiesOf, preferredOf } from "../../shared/learning/families.ts";
import { forecastTask } from "../../shared/learning/forecast/in-use.ts";
import { loadTask, taskNames } from "../../shared/tasks/load-tasks.ts";
import type { Task } from "../../shared/tasks/task.ts";
import { forecast } from "./forecast.ts";
import { readTable } from "./read-table.ts";
import type { TrainSettings } from "./settings.ts";
import { tabular } from "./tabular.ts";
import type { Trainable } from "./trainable.ts";

/** Every task, as it is trained by default. */
export const trainables = (): readonly Trainable[] => taskNames().map((name) => trainableOf(loadTask(name)));

const trainableOf = (task: Task): Trainable =>
  task.name === forecastTask
    ? forecast(task)
    : { ...spendOf(task), ...(task.sequence && { recurrent: spendOf(task, { sequences: true }) }) };

const spendOf = (task: Task, { sequences = false }: Variant = {}): Trainable =>
  tabular({
    name: task.name,
    sql: task.definition,
    settings: settingsOf(task, { sequences }),
    read: (platform, signal) =>
      readTable(platform, task, { withSequences: sequences, historyDays: historyOf(task), signal }),
  });

interface Variant {
  /** Whether families that read the days before each row are tried as well. */
  readonly sequences?: boolean;
}

/**
 * A window of a month is tested on the dates of four weeks at a time, the holdout on those of eight: a single date's outcome
 * hangs on its few largest customers, and could not tell which family is better. Of single days two weeks are one test.
 */
export const settingsOf = (task: Task, { sequences = false }: Variant = {}): TrainSettings => {
  const isWindow = task.horizonDays >= 7;
  const familyTask: FamilyTask = {
    kind: "spend",
    features: task.features.map(({ name }) => name),
    horizonDays: task.horizonDays,
    sequences,
  };
  return {
    task: task.name,
    horizonDays: task.horizonDays,
    target: { name: task.label, kind: "amount" },
    folds: {
      folds: 3,
      ...(isWindow ? { testDays: 28, holdoutDays: 56, leastTestDays: 1 } : { testDays: 14 }),
      stepDays: isWindow ? task.horizonDays : 14,
      leastRows: task.origins.leastRows,
    },
    halfLifeDays: 90,
    mostRows: 40_000,
    seed: 1,
    candidates: familiesOf(familyTask),
    combines: true,
    preferred: preferredOf(familyTask),
    fallback: fallbackOf(familyTask),
    onTrivial: "refuse",
  };
};

/** Half-lives of 90 days: what is a year old counts for a sixteenth. Single days are many, so fewer of them do. */
export const historyOf = ({ horizonDays }: Task): number => (horizonDays >= 7 ? 365 : 150);
