import { join } from "node:path";
import { readTable } from "../../../functions/5-train/read-table.ts";
import { predictAll } from "../../../functions/5-train/run-fold.ts";
import { historyDays, trainSettings } from "../../../functions/5-train/tasks.ts";
import { trainTable } from "../../../functions/5-train/train-table.ts";
import { rowColumns } from "../../../functions/operations/export/export-rows.ts";
import { writeParquet } from "../../../infra/local/parquet-file.ts";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { approachTo } from "../../../shared/learning/approaches.ts";
import { type Answers, meanScores } from "../../../shared/learning/scoring.ts";
import type { Platform } from "../../../shared/platform.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import type { Goal, Line, Protocol } from "../accuracy/protocol.ts";
import { origins } from "../accuracy/spend-30d.ts";
import { testRows } from "../accuracy/spend-at.ts";
import type { PeerAnswer } from "./ask-python.ts";

interface Ours {
  readonly origin: string;
  readonly family: string;
  readonly y: Float64Array;
  readonly predicted: Float64Array;
  readonly seconds: number;
}

/** Writes the rows of P1 for the peers, and returns the predictions of our own promoted model. */
export const prepareRows = async ({ warehouse }: Platform, folder: string): Promise<readonly Ours[]> => {
  const task = loadTask("spend_30d");
  const settings = trainSettings(task);
  const all: Ours[] = [];
  for (const origin of origins) {
    const until = isoDate(dayOf(origin) - 1);
    const train = await readTable({ warehouse }, task, { historyDays: historyDays(task), until });
    const test = await testRows(warehouse, task, [origin]);
    for (const [name, rows] of Object.entries({ train, test }))
      await writeParquet(
        join(folder, `${origin}-${name}.parquet`),
        rowColumns(
          rows,
          rows.asOf.map(() => name),
        ),
      );
    const { model, choice, seconds } = await trainTable(train, settings);
    const { predicted } = predictAll(model, test);
    all.push({ origin, family: choice.family, y: test.y, predicted, seconds });
  }
  return all;
};

export const spendPeers = (ours: readonly Ours[], answers: readonly PeerAnswer[]): Protocol => {
  const peers = answers.filter(({ kind }) => kind === "rows");
  const names = [...new Set(peers.map(({ name }) => name))];
  const lines: Line[] = [
    {
      name: "Daybook, promoted",
      baseline: false,
      scores: meanScores(ours.map(({ y, predicted }) => scoresOf(y, predicted))),
      seconds: ours.reduce((total, { seconds }) => total + seconds, 0),
    },
    ...names.map((name): Line => {
      const own = peers.filter((answer) => answer.name === name);
      const scores = ours.map(({ origin, y }) => {
        const answer = own.find((each) => each.origin === origin);
        return scoresOf(
          y,
          Float64Array.from(answer?.predicted ?? [], (value) => value ?? Number.NaN),
        );
      });
      return {
        name,
        baseline: false,
        scores: meanScores(scores),
        seconds: own.reduce((total, { seconds }) => total + seconds, 0),
      };
    }),
  ];
  return {
    title:
      "Spend in the next 30 days against Python's peers, on the same rows and features; mean of four origins",
    facts: ours.map(({ origin, family, y }) => `${origin}: ${y.length} rows; promoted ${family}`),
    columns: ["rmse", "tweedieDeviance", "mae", "r2", "gini", "decileError"],
    lines,
    goals: ["rmse", "tweedieDeviance"].map((measure) => againstBest(lines, measure)),
  };
};

/** The deviance is undefined for predictions of zero and below: they count as a hundredth of the mean. */
const scoresOf = (y: Float64Array, predicted: Float64Array) => {
  const least = y.reduce((total, value) => total + value, 0) / y.length / 100;
  const answers: Answers = { predicted: predicted.map((value) => Math.max(value, least)) };
  return approachTo("amount").scorer.score(y, answers);
};

export const againstBest = ([own, ...peers]: readonly Line[], measure: string): Goal => {
  const of = (line: Line | undefined) => line?.scores[measure] ?? Number.POSITIVE_INFINITY;
  const best = peers.reduce((least, peer) => (of(peer) < of(least) ? peer : least));
  return {
    what: `${measure}, as a share of the best peer's (${best.name})`,
    value: of(own) / of(best),
    atMost: 1,
  };
};
