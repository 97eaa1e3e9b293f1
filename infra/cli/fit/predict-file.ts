import { readFileSync } from "node:fs";
import { applyFit, openFit } from "../../../functions/operations/fit/saved-fit.ts";
import { counted } from "../../../shared/words.ts";
import { assertFile } from "../assert-file.ts";
import type { Output } from "../terminal/output.ts";
import { paragraphs } from "../terminal/paragraphs.ts";
import { right, table } from "../terminal/table.ts";
import { readColumns } from "./read-columns.ts";

/** Predicts each row of a file with a model that was kept. */
export const predictFile = async (output: Output, model: string, rows: string): Promise<void> => {
  for (const path of [model, rows]) assertFile(path);
  const kept = openFit(readFileSync(model, "utf8"), model);
  const predictions = applyFit(kept, await readColumns(rows));
  const { target, predicted, card, time: timed, entity: who } = kept;
  const what = predicted === null ? target : `the chance that ${target} is ${predicted}`;
  const shown = (value: number | undefined) => (value === undefined ? "" : value.toPrecision(6));
  output.answer(predictions, () =>
    paragraphs(
      table(
        [
          ...right("row"),
          ...(timed === null ? [] : ["time"]),
          ...(who === null ? [] : [who]),
          ...right(what, "low", "high"),
        ],
        predictions.map(({ row, time, entity, prediction, low80, high80 }) => [
          String(row),
          ...(time === undefined ? [] : [time]),
          ...(entity === undefined ? [] : [entity]),
          ...[prediction, low80, high80].map(shown),
        ]),
      ),
      `${counted(predictions.length, "row")}, by ${card.family}, fitted on ${counted(card.training.rows, "row")}${timed === null ? "" : ` until ${card.training.to}`}. 4 in 5 lie between low and high.`,
    ),
  );
};
