import { readFileSync } from "node:fs";
import { readKept } from "../../../functions/operations/fit/kept-fit.ts";
import { predictRows } from "../../../functions/operations/fit/predict-rows.ts";
import { counted } from "../../../shared/words.ts";
import { assertFile } from "../assert-file.ts";
import type { Output } from "../terminal/output.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";
import { readColumns } from "./read-columns.ts";

/** Predicts each row of a file with a model that was kept. */
export const predictFile = async (output: Output, model: string, rows: string): Promise<void> => {
  for (const path of [model, rows]) assertFile(path);
  const kept = readKept(readFileSync(model, "utf8"), model);
  const predictions = predictRows(kept, await readColumns(rows));
  const { request, predicted, card } = kept;
  const what = predicted === null ? request.target : `the chance that ${request.target} is ${predicted}`;
  const shown = (value: number | undefined) => (value === undefined ? "" : value.toPrecision(6));
  output.answer(predictions, () =>
    paragraphs(
      table(
        [
          ...right("row"),
          "time",
          ...(request.entity === undefined ? [] : [request.entity]),
          ...right(what, "low", "high"),
        ],
        predictions.map(({ row, time, entity, prediction, low80, high80 }) => [
          String(row),
          time,
          ...(entity === undefined ? [] : [entity]),
          ...[prediction, low80, high80].map(shown),
        ]),
      ),
      `${counted(predictions.length, "row")}, by ${card.family}, fitted on rows until ${card.training.to}. 4 in 5 lie between low and high.`,
    ),
  );
};
