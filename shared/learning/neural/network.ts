import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { type Architecture, hiddenName, RECURRENT, SCORE } from "./architecture.ts";

/** Builds the network as a TensorFlow.js model. The seed determines all initial weights. */
export function buildNetwork({ width, hidden, recurrent }: Architecture, seed: number): layers.LayersModel {
  // The orthogonal initialiser, the default for recurrent weights, runs in the union package only.
  const initializer = (place: number) => layers.initializers.glorotUniform({ seed: seed * 100 + place });
  const features = layers.input({ shape: [width], name: "features" });
  const days = recurrent && layers.input({ shape: [recurrent.steps, recurrent.channels], name: "sequence" });
  let values = features;
  if (recurrent && days) {
    const cellState = recurrentLayer(recurrent, initializer(90), initializer(91)).apply(
      days,
    ) as layers.SymbolicTensor;
    values = layers.layers
      .concatenate({ name: "joined" })
      .apply([features, cellState]) as layers.SymbolicTensor;
  }
  for (const [place, units] of hidden.entries())
    values = layers.layers
      .dense({ units, activation: "relu", kernelInitializer: initializer(place), name: hiddenName(place) })
      .apply(values) as layers.SymbolicTensor;
  // At the start the network predicts the offset alone.
  const outputs = layers.layers
    .dense({ units: 1, kernelInitializer: "zeros", name: SCORE })
    .apply(values) as layers.SymbolicTensor;
  return layers.model({ inputs: days ? [features, days] : [features], outputs, name: "network" });
}

function recurrentLayer(
  { cell, units }: NonNullable<Architecture["recurrent"]>,
  kernelInitializer: ReturnType<typeof layers.initializers.glorotUniform>,
  recurrentInitializer: ReturnType<typeof layers.initializers.glorotUniform>,
) {
  const common = { units, kernelInitializer, recurrentInitializer, name: RECURRENT };
  if (cell === "simpleRNN") return layers.layers.simpleRNN(common);
  const gated = { ...common, recurrentActivation: "sigmoid" as const };
  return cell === "lstm" ? layers.layers.lstm(gated) : layers.layers.gru(gated);
}

/** model.json and weights.bin in the TensorFlow.js layout, which any TensorFlow.js program can load. */
export async function toFiles(model: layers.LayersModel) {
  let kept: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      kept = artifacts;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  if (!kept?.weightSpecs || !kept.weightData) throw new Error("TensorFlow.js saved no weights");
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData } = kept;
  return {
    json: {
      modelTopology,
      format,
      generatedBy,
      convertedBy: convertedBy ?? null,
      weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    },
    weights: new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData)),
  };
}
