import { PREFERRED } from "../../../shared/learning/approaches.ts";
import { mean } from "../../../shared/learning/numbers.ts";
import { meanScores } from "../../../shared/learning/scoring.ts";
import type { Platform } from "../../../shared/platform.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import type { Goal, Line, Protocol } from "./protocol.ts";
import { type SpendAt, spendAt, type Tested } from "./spend-at.ts";

export const origins = ["2011-08-01", "2011-09-01", "2011-10-01", "2011-11-01"];
const rule = "run_rate";

/** P1: spend of each customer in the next 30 days, at four origins. */
export const spend30d = async (platform: Platform): Promise<Protocol> => {
  const task = loadTask("spend_30d");
  const tested: SpendAt[] = [];
  for (const origin of origins) tested.push(await spendAt(platform, task, origin, [origin]));
  return {
    title: "P1  spend in the next 30 days (spend_30d), Online Retail, mean of four origins",
    facts: tested.flatMap(({ origin, trainedOn, testedOn, promoted, because, trainingSeconds }) => [
      `${origin}: trained on ${trainedOn}; tested on ${testedOn}`,
      `  promoted ${promoted.name} (${because}) after ${trainingSeconds.toFixed(0)} CPU seconds of training`,
    ]),
    columns: [
      "mae",
      "rmse",
      "r2",
      "r2WithoutTop1",
      "gini",
      "decileError",
      "bias",
      "tweedieDeviance",
      "upper90",
    ],
    lines: toLines(tested),
    goals: goalsOf(tested),
  };
};

/** Means over the origins, the promoted model first. */
export const toLines = (tested: readonly SpendAt[]): readonly Line[] => {
  const names = tested[0]?.families ?? [];
  const promoted = { ...meanLoss(tested.map((each) => each.promoted)), upper90: upper90Of(tested) };
  return [
    { name: "PROMOTED", baseline: false, scores: promoted },
    ...names.map(({ name, baseline }): Line => {
      const own = ofFamily(tested, name);
      const failed = own.find((each) => each.failed)?.failed;
      return {
        name,
        baseline,
        scores: failed === undefined ? meanLoss(own) : {},
        seconds: own.reduce((total, { seconds }) => total + seconds, 0),
        ...(failed === undefined ? {} : { failed }),
      };
    }),
  ];
};

export const ofFamily = (tested: readonly SpendAt[], name: string): readonly Tested[] =>
  tested.flatMap(({ families }) => families.filter((family) => family.name === name));

const meanLoss = (all: readonly Tested[]) => meanScores(all.map(({ scores }) => scores));

const upper90Of = (tested: readonly SpendAt[]): number =>
  mean(tested.map(({ promoted }) => promoted.upper90));

const goalsOf = (tested: readonly SpendAt[]): readonly Goal[] => {
  const scores = meanLoss(tested.map(({ promoted }) => promoted));
  const small = meanLoss(ofFamily(tested, PREFERRED));
  const value = (name: string) => scores[name] ?? Number.NaN;
  const atWhich = (holds: (promoted: Tested["scores"], plain: Tested["scores"]) => boolean) =>
    tested.filter(({ promoted, families }) =>
      holds(promoted.scores, families.find(({ name }) => name === rule)?.scores ?? {}),
    ).length;
  return [
    { what: "R² of the promoted model", value: value("r2"), atLeast: 0.54 },
    { what: "RMSE", value: value("rmse"), atMost: 900 },
    { what: "MAE", value: value("mae"), atMost: 210 },
    { what: "normalised Gini", value: value("gini"), atLeast: 0.74 },
    { what: "decile error", value: value("decileError"), atMost: 0.2 },
    { what: "coverage of the upper 90 % bound", value: upper90Of(tested), atLeast: 0.86, atMost: 0.94 },
    {
      what: `origins at which its MAE is below ${rule}'s`,
      value: atWhich(({ mae }, plain) => (mae ?? Number.NaN) < (plain["mae"] ?? Number.NaN)),
      atLeast: origins.length,
    },
    {
      what: `origins at which its Gini is above ${rule}'s`,
      value: atWhich(({ gini }, plain) => (gini ?? Number.NaN) > (plain["gini"] ?? Number.NaN)),
      atLeast: origins.length,
    },
    { what: `R² of the small network (${PREFERRED}) alone`, value: small["r2"] ?? Number.NaN, atLeast: 0.5 },
    {
      what: `CPU seconds of ${PREFERRED} for 10,000 rows`,
      value: mean(
        tested.map(
          ({ families, fittedRows }) =>
            (10_000 * (families.find(({ name }) => name === PREFERRED)?.seconds ?? Number.NaN)) / fittedRows,
        ),
      ),
      atMost: 5,
    },
    {
      what: "CPU seconds of the longest training, all families",
      value: Math.max(...tested.map(({ trainingSeconds }) => trainingSeconds)),
      atMost: 120,
    },
  ];
};
