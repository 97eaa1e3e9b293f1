import type { FamilyTask } from "./candidate.ts";
import { NETWORK, RECURRENT_NETWORK } from "./family-settings.ts";
import type { Family } from "./model.ts";
import type { Cell } from "./neural/architecture.ts";
import { type NeuralOptions, neural } from "./neural/neural.ts";

const CELLS: readonly { readonly name: string; readonly cell: Cell }[] = [
  { name: "rnn", cell: "simpleRNN" },
  { name: "lstm", cell: "lstm" },
  { name: "gru", cell: "gru" },
];

export const isRecurrent = (family: string): boolean => CELLS.some(({ name }) => name === family);

/** Networks that read the days before each row; none where rows carry no days. */
export function recurrentFamilies(
  { sequences }: Pick<FamilyTask, "sequences">,
  target: Pick<NeuralOptions, "loss" | "offset">,
): readonly Family[] {
  if (!sequences) return [];
  return CELLS.map(({ name, cell }) =>
    neural(name, { ...NETWORK, ...RECURRENT_NETWORK, ...target, recurrent: { cell, units: 12 } }),
  );
}
