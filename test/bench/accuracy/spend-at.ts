import { measureCoverage } from "../../../functions/5-train/inspect.ts";
import { readTable, toTable } from "../../../functions/5-train/read-table.ts";
import { fitOn, predictAll } from "../../../functions/5-train/run-fold.ts";
import { historyDays, trainSettings } from "../../../functions/5-train/tasks.ts";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { messageOf } from "../../../shared/errors.ts";
import { approachTo } from "../../../shared/learning/approaches.ts";
import type { Answers } from "../../../shared/learning/scoring.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { Platform } from "../../../shared/platform.ts";
import type { Scores } from "../../../shared/registry/card.ts";
import { knownDays } from "../../../shared/tasks/origins.ts";
import { readExamples } from "../../../shared/tasks/read-rows.ts";
import type { Task } from "../../../shared/tasks/task.ts";

export interface Tested {
  readonly name: string;
  readonly baseline: boolean;
  readonly scores: Scores;
  readonly seconds: number;
  readonly failed?: string;
}

export interface SpendAt {
  readonly origin: string;
  readonly trainedOn: string;
  /** At most this many rows per fit. */
  readonly fittedRows: number;
  readonly testedOn: string;
  readonly families: readonly Tested[];
  readonly promoted: Tested & { readonly upper90: number };
  readonly because: string;
  /** CPU time of the whole training: every family on every fold, and the chosen one again on all rows. */
  readonly trainingSeconds: number;
}

/**
 * Repeats the training of the morning of `origin` with what was known then, and tests it on rows as of later dates. The
 * promoted model is the one that the training chose, on folds that end before the origin.
 */
export const spendAt = async (
  { warehouse }: Pick<Platform, "warehouse">,
  task: Task,
  origin: string,
  testDates: readonly string[],
): Promise<SpendAt> => {
  const settings = trainSettings(task);
  const until = isoDate(dayOf(origin) - 1);
  const train = await readTable({ warehouse }, task, { historyDays: historyDays(task), until });
  const test = await testRows(warehouse, task, testDates);
  const known = Uint32Array.from({ length: train.rows }, (_, row) => row);
  const started = process.cpuUsage();
  const trained = await trainTable(train, settings);
  const trainingSeconds = cpuSecondsSince(started);
  const { scorer } = approachTo(settings.target.kind);
  const families: Tested[] = [];
  for (const candidate of settings.candidates) {
    const begun = process.cpuUsage();
    const done = (rest: Pick<Tested, "scores" | "failed">): Tested => ({
      name: candidate.family.name,
      baseline: candidate.baseline,
      seconds: cpuSecondsSince(begun),
      ...rest,
    });
    try {
      const none = new Uint32Array(0);
      const model = await fitOn(train, { known, fit: known, tuning: none }, candidate, settings, {});
      families.push(done({ scores: scorer.score(test.y, predictAll(model, test)) }));
    } catch (error) {
      families.push(done({ scores: {}, failed: messageOf(error) }));
    }
  }
  const answers: Answers = predictAll(trained.model, test);
  return {
    origin,
    trainedOn: spanText(train),
    fittedRows: Math.min(train.rows, settings.mostRows),
    testedOn: spanText(test),
    families,
    promoted: {
      name: trained.choice.family,
      baseline: false,
      scores: scorer.score(test.y, answers),
      seconds: 0,
      upper90: trained.intervals
        ? measureCoverage(trained.intervals.calibration, { y: test.y, predicted: answers.predicted }).upper90
        : Number.NaN,
    },
    because: trained.choice.because,
    trainingSeconds,
  };
};

/** Elapsed time would include other work on the machine. */
const cpuSecondsSince = (started: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
};

export const testRows = async (
  warehouse: Platform["warehouse"],
  task: Task,
  testDates: readonly string[],
): Promise<Table> => {
  const days = await knownDays(warehouse);
  if (!days) throw new Error("there are no sales");
  return toTable(task, await readExamples(warehouse, task, testDates, { knownUntil: days.last }), days.last);
};

const spanText = ({ rows, asOf, entities, y }: Table): string => {
  const bought = y.reduce((count, value) => count + Number(value > 0), 0);
  const dates = new Set(asOf);
  return `${rows} rows of ${new Set(entities).size} customers as of ${dates.size} date${dates.size === 1 ? "" : "s"} from ${asOf[0]} to ${asOf.at(-1)}, ${((100 * bought) / rows).toFixed(1)} % with a purchase`;
};
