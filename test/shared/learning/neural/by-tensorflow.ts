import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { z } from "zod";
import { Encoder, encode } from "../../../../shared/learning/encoder.ts";
import type { Examples, Model } from "../../../../shared/learning/model.ts";

/** The predictions of TensorFlow.js from the saved files. */
export async function byTensorFlow(model: Model, rows: Examples): Promise<Float32Array> {
  const { settings, weights } = model.save();
  const {
    model: json,
    encoder,
    channels,
  } = z
    .looseObject({ model: z.looseObject({}), encoder: Encoder, channels: Encoder.nullable() })
    .parse(settings);
  const { modelTopology, weightsManifest } = z
    .looseObject({
      modelTopology: z.custom<object>(),
      weightsManifest: z.array(z.object({ weights: z.custom<tf.io.WeightsManifestEntry[]>() })),
    })
    .parse(json);
  const loaded = await layers.loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest[0]?.weights ?? [],
      weightData: Uint8Array.from(weights).buffer,
    }),
  );
  const scores = tf.tidy(() => {
    const inputs: tf.Tensor[] = [
      tf.tensor2d(Float32Array.from(encode(encoder, rows)), [rows.rows, encoder.length + 1]),
    ];
    if (channels && rows.sequences) {
      const { steps, channels: names, values } = rows.sequences;
      const days = encode(channels, {
        features: names,
        rows: values.length / names.length,
        x: Float64Array.from(values),
      });
      inputs.push(tf.tensor3d(Float32Array.from(days), [rows.rows, steps, names.length]));
    }
    const answers = loaded.predict(inputs);
    return Array.isArray(answers) ? new Float32Array() : Float32Array.from(answers.dataSync());
  });
  loaded.dispose();
  return scores;
}
