import { approachTo } from "../../shared/learning/approaches.ts";
import type { TableTarget } from "../../shared/learning/targets.ts";
import { loadTasks } from "../../shared/tasks/load-tasks.ts";
import { featureNames, type Task } from "../../shared/tasks/task.ts";
import type { FoldSettings } from "./plan-folds.ts";
import { readTable } from "./read-table.ts";
import type { TrainSettings } from "./settings.ts";
import { tabular } from "./tabular.ts";
import { forecasting } from "./train-series.ts";
import type { Trainable } from "./trainable.ts";

/** Tasks as they are trained by default: their kind decides how. */
export const trainables = (tasks: readonly Task[] = loadTasks()): readonly Trainable[] =>
  tasks.map((task) =>
    task.target === "series"
      ? forecasting(task)
      : { ...rowTask(task), ...(task.sequence && { recurrent: rowTask(task, { sequences: true }) }) },
  );

interface Variant {
  /** Whether families that read the days before each row are candidates too. */
  readonly sequences?: boolean;
}

const rowTask = (task: Task, { sequences = false }: Variant = {}): Trainable =>
  tabular({
    sql: task.definition,
    settings: trainSettings(task, { sequences }),
    read: (platform, signal) =>
      readTable(platform, task, { withSequences: sequences, historyDays: historyDays(task), signal }),
  });

export const trainSettings = (task: Task, { sequences = false }: Variant = {}): TrainSettings => {
  const target = tableTarget(task);
  const approach = approachTo(target);
  const { name, label, horizonDays } = task;
  return {
    task: name,
    horizonDays,
    target: { name: label, kind: target },
    folds: foldSettings(task),
    halfLifeDays: task.origins.halfLifeDays ?? 90,
    mostRows: 40_000,
    seed: 1,
    candidates: approach
      .candidates({ features: featureNames(task), horizonDays, sequences })
      .filter(({ family }) => !task.leaveOutFamilies.includes(family.name)),
    ...(task.sumsOf !== undefined && { sumsOf: task.sumsOf }),
    combines: true,
    preferred: task.preferred ?? approach.preferred({ horizonDays }),
    fallback: approach.fallback,
    onTrivial: "refuse",
  };
};

const tableTarget = ({ name, kind, target }: Task): TableTarget => {
  if (target === "series") throw new Error(`task ${name} is a ${kind}: it is not trained on rows`);
  return target;
};

/**
 * A window of a month is tested on the dates of four weeks at a time, its holdout on those of eight: the outcome of a single
 * date depends on its few largest customers and could not tell families apart. For single days, two weeks make a test.
 */
export const foldSettings = ({
  horizonDays,
  origins: { leastRows },
}: Pick<Task, "horizonDays" | "origins">): FoldSettings => ({
  folds: 3,
  ...(isWindow(horizonDays) ? { testDays: 28, holdoutDays: 56, leastTestDays: 1 } : { testDays: 14 }),
  stepDays: isWindow(horizonDays) ? horizonDays : 14,
  leastRows,
});

/** With a half-life of 90 days, rows of a year ago weigh a sixteenth. Single days give more rows, so fewer days are read. */
export const historyDays = ({ horizonDays, origins }: Pick<Task, "horizonDays" | "origins">): number =>
  origins.readDays ?? (isWindow(horizonDays) ? 365 : 150);

const isWindow = (horizonDays: number): boolean => horizonDays >= 7;
