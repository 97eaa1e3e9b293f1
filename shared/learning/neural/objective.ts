import * as tf from "@tensorflow/tfjs-core";
import { type LossSettings, SCORE_LIMIT } from "../losses.ts";

/** The losses of losses.ts on tensors, one value per row. */
export function lossTensor(settings: LossSettings, truths: tf.Tensor, raw: tf.Tensor): tf.Tensor {
  const scores = tf.clipByValue(raw, -SCORE_LIMIT, SCORE_LIMIT);
  switch (settings.loss) {
    case "squared":
      return tf.mul(0.5, tf.square(tf.sub(raw, truths)));
    case "poisson":
      return tf.sub(tf.exp(scores), tf.mul(truths, scores));
    case "gamma":
      return tf.add(scores, tf.mul(truths, tf.exp(tf.neg(scores))));
    case "logistic":
      return tf.sub(tf.softplus(scores), tf.mul(truths, scores));
    case "tweedie": {
      const [one, two] = [1 - settings.power, 2 - settings.power];
      const amount = tf.div(tf.exp(tf.mul(two, scores)), two);
      return tf.sub(amount, tf.div(tf.mul(truths, tf.exp(tf.mul(one, scores))), one));
    }
    case "pinball": {
      const miss = tf.sub(truths, raw);
      return tf.maximum(tf.mul(settings.share, miss), tf.mul(settings.share - 1, miss));
    }
  }
}
