import { dayOf } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { approachTo } from "../../../shared/learning/approaches.ts";
import { asBaseline, type Candidate } from "../../../shared/learning/candidate.ts";
import { rules } from "../../../shared/learning/rules/rules.ts";
import type { Table } from "../../../shared/learning/table.ts";
import type { Promotion } from "../../../shared/registry/card.ts";
import { sha256Of } from "../../../shared/sha256.ts";

import { makeCard, versionName } from "../../5-train/make-card.ts";
import { type FoldSettings, TooFewRows } from "../../5-train/plan-folds.ts";
import type { TrainSettings, Watch } from "../../5-train/settings.ts";
import { trainTable } from "../../5-train/train-table.ts";
import type { TextColumn } from "./cells.ts";
import { entityLast, entityMean } from "./features.ts";
import { type FitRequest, fitTable } from "./fit-table.ts";
import type { KeptFit } from "./kept-fit.ts";

/** Trains on any table as built-in tasks are trained: the same families, folds, guards and leaderboard. */
export const fitColumns = async (
  columns: readonly TextColumn[],
  request: FitRequest,
  created: Date,
  watch: Watch = {},
): Promise<KeptFit> => {
  const { table, predicted } = fitTable(columns, request);
  const settings = fitSettings(table, request);
  try {
    const trained = await trainTable(table, settings, watch);
    const version = {
      version: versionName(created, "0fit"),
      created,
      digests: fitDigests(columns, request),
    };
    const { card, saved } = makeCard(trained, settings, version, neverPromoted);
    return { request, columns, card, saved, predicted };
  } catch (error) {
    if (error instanceof TooFewRows)
      throw new RejectedInput(
        `too few rows, or too few dates, for tests that follow one another in time: ${error.message}`,
        { cause: error },
      );
    throw error;
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

const taskOf = ({ features }: Table, { knownAfter }: FitRequest) => ({
  features,
  horizonDays: knownAfter,
  sequences: false,
});

const kindOf = ({ classify }: FitRequest) => (classify ? "chance" : "number");

/** What is tried on the table, and what a kept model may be made of. */
export const fitCandidates = (table: Table, request: FitRequest): readonly Candidate[] => [
  ...entityRules(table),
  ...approachTo(kindOf(request)).candidates(taskOf(table, request)),
];

const fitSettings = (table: Table, request: FitRequest): TrainSettings => {
  const { knownAfter, target, testFraction } = request;
  const kind = kindOf(request);
  const approach = approachTo(kind);
  return {
    task: "fit",
    horizonDays: knownAfter,
    target: { name: target, kind },
    folds: fitFolds(table, testFraction),
    // Rows of a table whose subject is unknown keep their weight, whatever their age.
    halfLifeDays: 1e9,
    mostRows: 20_000,
    seed: 1,
    candidates: fitCandidates(table, request),
    combines: true,
    preferred: approach.preferred(taskOf(table, request)),
    fallback: approach.fallback,
    onTrivial: "warn",
  };
};

const entityRules = ({ features }: Table): readonly Candidate[] =>
  [entityMean, entityLast]
    .filter((column) => features.includes(column))
    .map((column) =>
      asBaseline(rules(column.replace(": ", "_").replaceAll(" ", "_"), { rule: "column", column, scale: 1 })),
    );

/** The newest rows are the holdout. The time before is divided by five: two parts to begin with, three to validate on. */
const fitFolds = ({ asOf, y }: Table, testFraction: number): FoldSettings => {
  const days = asOf.filter((_, row) => Number.isFinite(y[row])).map(dayOf);
  const [first, last] = [days[0] ?? 0, days.at(-1) ?? 0];
  const from = days[Math.floor(days.length * (1 - testFraction))] ?? last;
  const testDays = Math.max(1, Math.floor((from - first) / 5));
  return { folds: 3, testDays, stepDays: testDays, holdoutDays: last - from + 1, leastRows: 50 };
};

const fitDigests = (columns: readonly TextColumn[], request: FitRequest) => {
  const [data, settings] = [sha256Of(JSON.stringify(columns)), sha256Of(JSON.stringify(request))];
  return {
    data,
    settings,
    sql: sha256Of(""),
    contracts: sha256Of(""),
    code: sha256Of(""),
    inputs: sha256Of(data + settings),
  };
};
