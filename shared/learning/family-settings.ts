import type { NeuralOptions } from "./neural/neural.ts";
import type { ForestOptions } from "./trees/forest.ts";
import type { TreesOptions } from "./trees/trees.ts";

// Chosen on Online Retail at origins before August 2011: later origins still measure how good they are.

export const TREES: Omit<TreesOptions, "loss" | "offset"> = {
  trees: 200,
  learningRate: 0.04,
  leaves: 8,
  depth: 3,
  rowShare: 0.7,
  columnShare: 0.5,
  lambda: 5,
  minCurvature: 30,
  bins: 64,
  seeds: 1,
  patience: 50,
};

export const FOREST: Omit<ForestOptions, "answers" | "offset"> = {
  trees: 40,
  leaves: 256,
  depth: 12,
  minCurvature: 10,
  columnShare: 0.4,
  bins: 64,
};

export const NETWORK: Omit<NeuralOptions, "loss" | "offset"> = {
  hidden: [32, 16],
  epochs: 8,
  batch: 512,
  leastSteps: 400,
  learningRate: 0.001,
  patience: 5,
};

/** Without a run-rate to start from, the whole answer must be learned, which takes more steps. */
export const TABLE_NETWORK = { epochs: 40, batch: 128, leastSteps: 1000 };

/** A recurrent cell takes about thirty times as long per row: fewer rows, in smaller batches. */
export const RECURRENT_NETWORK = {
  epochs: 6,
  batch: 256,
  leastSteps: 180,
  learningRate: 0.005,
  rowsAtMost: 8000,
};
