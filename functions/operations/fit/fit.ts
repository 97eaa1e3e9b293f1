import { createHash } from "node:crypto";
import { RejectedInput } from "../../../shared/errors.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { Card, Promotion } from "../../../shared/registry/card.ts";
import { sha256Of } from "../../../shared/sha256.ts";
import { makeCard, versionName } from "../../5-train/make-card.ts";
import { TooFewRows } from "../../5-train/plan-folds.ts";
import type { Watch } from "../../5-train/settings.ts";
import { type TableResult, trainTable } from "../../5-train/train-table.ts";
import type { Column } from "./cells.ts";
import { fitSettings } from "./fit-settings.ts";
import { type FitRequest, fitTable, type Recipe } from "./fit-table.ts";
import type { SavedFit } from "./saved-fit.ts";
import { type UnseenAnswer, unseenAnswers } from "./unseen-answers.ts";

export interface Fit {
  readonly card: Card;
  /** The class whose chance is predicted; null if the target is a number. */
  readonly predicted: string | null;
  /** What was said of each row by models that were not fitted on it, in the order of the file. */
  readonly answers: readonly UnseenAnswer[];
  readonly saved: SavedFit;
}

/** Trains on any table as built-in tasks are trained: the same folds, guards and leaderboard. */
export const fitColumns = async (
  columns: readonly Column[],
  request: FitRequest,
  created: Date,
  watch: Watch = {},
): Promise<Fit> => {
  const { table, order, predicted, split, recipe, warnings } = fitTable(columns, request);
  const words = recipe.readers.filter(({ kind }) => kind === "words").map(({ name }) => name);
  const settings = fitSettings(table, words, split, request);
  const trained = await trainOrSay(table, settings, watch);
  const version = {
    version: versionName(created, "0fit"),
    created,
    digests: fitDigests(columns, request),
  };
  const told = { ...trained, warnings: [...warnings, ...trained.warnings] };
  const { card } = makeCard(told, settings, version, neverPromoted);
  return {
    card,
    predicted,
    answers: unseenAnswers(table, order, trained),
    saved: toSaved(card, trained, request, recipe, predicted),
  };
};

const toSaved = (
  card: Card,
  { saved }: TableResult,
  { target, time, entity }: FitRequest,
  { readers, first, memory }: Recipe,
  predicted: string | null,
): SavedFit => ({
  schema: "daybook.fit/v1",
  target,
  predicted,
  time: time ?? null,
  entity: entity ?? null,
  first,
  readers: [...readers],
  memory: memory?.stored() ?? null,
  card,
  model: {
    family: saved.family,
    settings: saved.settings,
    weights: Buffer.from(saved.weights).toString("base64"),
  },
});

const trainOrSay = async (
  table: Table,
  settings: ReturnType<typeof fitSettings>,
  watch: Watch,
): Promise<TableResult> => {
  try {
    return await trainTable(table, settings, watch);
  } catch (error) {
    if (!(error instanceof TooFewRows)) throw error;
    const why =
      settings.shuffled === undefined
        ? "too few rows, or too few dates, for tests that follow one another in time"
        : "too few rows, or too few groups, for tests";
    throw new RejectedInput(`${why}: ${error.message}`, { cause: error });
  }
};

const neverPromoted: Promotion = {
  promote: false,
  because: "a fit promotes no model",
  measure: "",
  challenger: null,
  baseline: null,
  champion: null,
};

const digestOfColumns = (columns: readonly Column[]): string => {
  const digest = createHash("sha256");
  for (const column of columns) {
    digest.update(`${JSON.stringify(column.name)}\n`);
    if ("numbers" in column) digest.update(column.numbers);
    else for (const cell of column.cells) digest.update(`${cell}\u001f`);
  }
  return digest.digest("hex");
};

const fitDigests = (columns: readonly Column[], request: FitRequest) => {
  const [data, settings] = [digestOfColumns(columns), sha256Of(JSON.stringify(request))];
  return {
    data,
    settings,
    sql: sha256Of(""),
    contracts: sha256Of(""),
    code: sha256Of(""),
    inputs: sha256Of(data + settings),
  };
};
