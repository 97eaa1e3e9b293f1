import { fitTable } from "../../../functions/operations/fit/fit-table.ts";
import { readColumns } from "../../../infra/cli/fit/read-columns.ts";
import { mean } from "../../../shared/learning/numbers.ts";
import { weightedExamples } from "../../../shared/learning/table.ts";
import { trees } from "../../../shared/learning/trees/trees.ts";
import { withWords } from "../../../shared/learning/words/with-words.ts";
import { cpuSeconds, report } from "../child.ts";

/** Boosted trees alone, with the default settings of LightGBM: the same number of trees of the same size. */
const [file = ""] = process.argv.slice(2);
const request = { target: "y", classify: false, testFraction: 0.2, knownAfter: 1 };
const { table, recipe } = fitTable(await readColumns(file), request);
const words = recipe.readers.filter(({ kind }) => kind === "words").map(({ name }) => name);
const defaults = { trees: 100, learningRate: 0.1, leaves: 31, depth: 100, bins: 254, seeds: 1, patience: 1 };
const whole = { rowShare: 1, columnShare: 1, lambda: 0, minCurvature: 20, offset: false };
const family = withWords(trees("trees", { ...defaults, ...whole, loss: { loss: "squared" } }), words);
const rowsWhere = (isIn: (row: number) => boolean) =>
  weightedExamples(table, Uint32Array.from(table.y.keys()).filter(isIn), 1e9);
const [fit, test] = [rowsWhere((row) => row % 5 !== 4), rowsWhere((row) => row % 5 === 4)];
const started = cpuSeconds();
const model = await family.fit(fit, { seed: 1 });
const seconds = cpuSeconds() - started;
const predicted = model.predict(test);
const rmse = Math.sqrt(mean(test.y.map((truth, row) => (truth - (predicted[row] ?? 0)) ** 2)));
report(seconds, `RMSE ${rmse.toFixed(4)}`);
