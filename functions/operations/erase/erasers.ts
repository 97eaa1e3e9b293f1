import type { Eraser } from "../../../shared/erasure.ts";
import { stagedRows } from "../../1-ingest/erase-staged.ts";
import { rawAndClean } from "../../2-clean/erase-lines.ts";
import { customerMetrics } from "../../3-aggregate/erase-metrics.ts";
import { predictions } from "../../6-publish/erase-predictions.ts";
import { snapshots } from "../../6-publish/erase-snapshots.ts";

/** In the order of the data. A stage that stores rows of people adds its eraser here. */
export const erasers: readonly Eraser[] = [stagedRows, rawAndClean, customerMetrics, predictions, snapshots];
