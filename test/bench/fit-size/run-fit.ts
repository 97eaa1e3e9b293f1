import { fitColumns } from "../../../functions/operations/fit/fit.ts";
import { readColumns } from "../../../infra/cli/fit/read-columns.ts";
import { cpuSeconds, report } from "../child.ts";

/** `daybook fit` on one table, with its time and memory. */
const [file = ""] = process.argv.slice(2);
const columns = await readColumns(file);
const read = cpuSeconds();
const request = { target: "y", classify: false, testFraction: 0.2, knownAfter: 1 };
const { card } = await fitColumns(columns, request, new Date("2026-01-01"), {
  onStep: ({ on, family, seconds }) => console.error(`${on} ${family} ${seconds.toFixed(1)} s`),
});
const chosen = card.leaderboard.find(({ family }) => family === card.family);
const rmse = chosen?.holdout["rmse"] ?? Number.NaN;
report(cpuSeconds(), `read in ${read.toFixed(1)} s; ${card.family}, RMSE ${rmse.toFixed(4)} on the holdout`);
