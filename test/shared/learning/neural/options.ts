import type { NeuralOptions } from "../../../../shared/learning/neural/neural.ts";

export const options: NeuralOptions = {
  loss: { loss: "tweedie", power: 1.5 },
  offset: true,
  hidden: [16, 8],
  epochs: 12,
  batch: 256,
  leastSteps: 1,
  learningRate: 0.01,
  patience: 5,
  backends: ["wasm"],
};
