import { z } from "zod";
import { clip } from "./numbers.ts";

/** What a family minimises. */
export const LossSettings = z.discriminatedUnion("loss", [
  z.strictObject({ loss: z.enum(["squared", "poisson", "gamma", "logistic"]) }),
  z.strictObject({ loss: z.literal("tweedie"), power: z.number().gt(1).lt(2) }),
  z.strictObject({ loss: z.literal("pinball"), share: z.number().gt(0).lt(1) }),
]);
export type LossSettings = z.infer<typeof LossSettings>;

/** How a model's score becomes a prediction. */
export type Link = "identity" | "log" | "logit";

export interface Loss {
  readonly link: Link;
  /** For pinball, which has no curvature: leaves are moved to this quantile of the residuals. */
  readonly share?: number;
  /** The first and second derivative of the loss by the score. The second is never zero. */
  slope(y: number, score: number): number;
  curvature(y: number, score: number): number;
  value(y: number, score: number): number;
}

/** Beyond this, e^score would overflow. */
export const SCORE_LIMIT = 30;
const LEAST_CURVATURE = 1e-6;

const exp = (score: number): number => Math.exp(clip(score, -SCORE_LIMIT, SCORE_LIMIT));
const sigmoid = (score: number): number => 1 / (1 + exp(-score));
const happened = (y: number): number => (y > 0 ? 1 : 0);

const fixed: Readonly<Record<"squared" | "poisson" | "gamma" | "logistic", Loss>> = {
  squared: {
    link: "identity",
    slope: (y, score) => score - y,
    curvature: () => 1,
    value: (y, score) => (score - y) ** 2 / 2,
  },
  poisson: {
    link: "log",
    slope: (y, score) => exp(score) - y,
    curvature: (_, score) => Math.max(exp(score), LEAST_CURVATURE),
    value: (y, score) => exp(score) - y * score,
  },
  gamma: {
    link: "log",
    slope: (y, score) => 1 - y * exp(-score),
    curvature: (y, score) => Math.max(y * exp(-score), LEAST_CURVATURE),
    value: (y, score) => score + y * exp(-score),
  },
  logistic: {
    link: "logit",
    slope: (y, score) => sigmoid(score) - happened(y),
    curvature: (_, score) => {
      const chance = sigmoid(score);
      return Math.max(chance * (1 - chance), LEAST_CURVATURE);
    },
    value: (y, score) => Math.log1p(exp(score)) - happened(y) * score,
  },
};

const tweedie = (power: number): Loss => {
  const [one, two] = [1 - power, 2 - power];
  return {
    link: "log",
    slope: (y, score) => exp(two * score) - y * exp(one * score),
    curvature: (y, score) => Math.max(two * exp(two * score) - one * y * exp(one * score), LEAST_CURVATURE),
    value: (y, score) => exp(two * score) / two - (y * exp(one * score)) / one,
  };
};

const pinball = (share: number): Loss => ({
  link: "identity",
  share,
  slope: (y, score) => (y < score ? 1 : 0) - share,
  curvature: () => 1,
  value: (y, score) => (y >= score ? share * (y - score) : (1 - share) * (score - y)),
});

export function lossFor(settings: LossSettings): Loss {
  if (settings.loss === "tweedie") return tweedie(settings.power);
  return settings.loss === "pinball" ? pinball(settings.share) : fixed[settings.loss];
}

export function fromScore(link: Link, score: number): number {
  if (link === "identity") return score;
  return link === "log" ? exp(score) : sigmoid(score);
}
