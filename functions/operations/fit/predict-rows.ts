import { RejectedInput } from "../../../shared/errors.ts";
import { medianCandidate } from "../../../shared/learning/candidate.ts";
import { calibrated } from "../../../shared/learning/combined/calibrated.ts";
import { predictionInterval } from "../../../shared/learning/metrics/conformal.ts";
import type { Family, Inputs } from "../../../shared/learning/model.ts";
import type { Table } from "../../../shared/learning/table.ts";
import { openModel } from "../../../shared/registry/self-test.ts";
import type { TextColumn } from "./cells.ts";
import { fitCandidates } from "./fit.ts";
import { fitTable, inTime } from "./fit-table.ts";
import type { KeptFit } from "./kept-fit.ts";

export interface RowPrediction {
  /** In the file, without its header, from 1. */
  readonly row: number;
  readonly time: string;
  readonly entity?: string;
  readonly prediction: number;
  /** 4 in 5 lie between them; absent for a chance, and where too little history stood behind the model. */
  readonly low80?: number;
  readonly high80?: number;
}

/** What a kept model says of new rows, which are read as if they followed those that it was fitted on. */
export const predictRows = (kept: KeptFit, fresh: readonly TextColumn[]): readonly RowPrediction[] => {
  const { request, columns, card, saved } = kept;
  const before = columns[0]?.cells.length ?? 0;
  const { table, days } = fitTable(appended(kept, fresh), request);
  assertLater(days, before);
  const order = inTime(days);
  const model = openModel({ card, saved }, familiesFor(kept, table), namesIn(kept));
  const places = [...order.keys()].filter((at) => (order[at] ?? 0) >= before);
  const answers = model.predict(inputsAt(table, namesIn(kept), places));
  return places
    .map((at, index) => {
      const prediction = answers[index] ?? Number.NaN;
      return {
        row: (order[at] ?? 0) - before + 1,
        time: table.asOf[at] ?? "",
        ...(request.entity === undefined ? {} : { entity: table.entities[at] ?? "" }),
        prediction,
        ...rangeOf(kept, prediction),
      };
    })
    .toSorted((left, right) => left.row - right.row);
};

const namesIn = ({ card }: KeptFit): readonly string[] => card.features.map(({ name }) => name);

/** The outcome of a new row is what is asked: if the file has one, it is not looked at. */
const appended = ({ columns, request }: KeptFit, fresh: readonly TextColumn[]): readonly TextColumn[] => {
  const rows = fresh[0]?.cells.length ?? 0;
  if (rows === 0) throw new RejectedInput("there are no rows to predict");
  return columns.map(({ name, cells }) => {
    const found = fresh.find((column) => column.name === name);
    if (!found && name !== request.target)
      throw new RejectedInput(`the rows lack the column ${name}, which the model was fitted with`);
    const open = Array.from({ length: rows }, () => "");
    return { name, cells: [...cells, ...(name === request.target ? open : (found?.cells ?? open))] };
  });
};

/** An earlier row would change what the model has learned of time. */
const assertLater = (days: Float64Array, before: number): void => {
  const first = days
    .subarray(0, before)
    .reduce((least, day) => Math.min(least, day), Number.POSITIVE_INFINITY);
  if (days.subarray(before).some((day) => day < first))
    throw new RejectedInput("a row is older than all that the model was fitted on: it can say nothing of it");
};

/** A word that is new makes a feature of its own here, which the model does not know. */
const inputsAt = (table: Table, names: readonly string[], places: readonly number[]): Inputs => {
  const columns = names.map((name) => table.features.indexOf(name));
  const missing = names.filter((_, index) => (columns[index] ?? -1) < 0);
  if (missing.length > 0)
    throw new RejectedInput(
      `the rows are written otherwise than those that the model was fitted on: ${missing.slice(0, 3).join(", ")} cannot be read from them`,
    );
  const width = table.features.length;
  return {
    features: names,
    rows: places.length,
    x: Float64Array.from(
      places.flatMap((at) => columns.map((column) => table.x[at * width + column] ?? Number.NaN)),
    ),
    expected: new Float64Array(places.length).fill(1),
  };
};

const familiesFor = ({ request }: KeptFit, table: Table): ReadonlyMap<string, Family> => {
  const candidates = fitCandidates(table, request);
  const own = [...candidates, medianCandidate(candidates)].map(({ family }) => family);
  return new Map([...own, calibrated(own)].map((family) => [family.name, family]));
};

const rangeOf = ({ card, request }: KeptFit, value: number) => {
  if (request.classify || !card.intervals) return {};
  const { low80, high80 } = predictionInterval(card.intervals.calibration, value);
  return { low80, high80 };
};
