import type { Sequences } from "../learning/model.ts";
import type { Row } from "../ports.ts";
import { numberIn, type RowPositions } from "./row-keys.ts";
import type { Task } from "./task.ts";

/** The last step is the day before the as-of date. Days without a row are zeros. */
export const toSequences = (
  { days, channels }: Pick<NonNullable<Task["sequence"]>, "days" | "channels">,
  rows: number,
  daysOfRows: readonly Row[],
  positionOf: RowPositions,
): Sequences => {
  const values = new Float32Array(rows * days * channels.length);
  for (const day of daysOfRows) {
    const row = positionOf(day);
    if (row === undefined) continue;
    const step = row * days + days - numberIn(day, "age");
    for (const [channel, name] of channels.entries())
      values[step * channels.length + channel] = numberIn(day, name);
  }
  return { channels, steps: days, values };
};
