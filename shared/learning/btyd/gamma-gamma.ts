import { z } from "zod";
import { minimise } from "./nelder-mead.ts";
import { logGamma } from "./special.ts";

/** Gamma-Gamma (Fader and Hardie 2013): values of purchases are Gamma(p, ν), and ν is Gamma(q, v) over customers. */
export const Spending = z.strictObject({ p: z.number(), q: z.number(), v: z.number() });
export type Spending = z.infer<typeof Spending>;

export interface Purchases {
  readonly count: number;
  readonly mean: number;
}

const PENALTY = 0.0005;

export function fitSpending(customers: readonly Purchases[]): Spending {
  const cost = (logs: readonly number[]) => {
    const parameters = fromLogs(logs);
    const total = customers.reduce((all, customer) => all - logLikelihood(parameters, customer), 0);
    return total / customers.length + PENALTY * logs.reduce((all, log) => all + log * log, 0);
  };
  return fromLogs(minimise(cost, [1, 1, 1]));
}

const fromLogs = ([p = 0, q = 0, v = 0]: readonly number[]): Spending => ({
  p: Math.exp(p),
  q: Math.exp(q),
  v: Math.exp(v),
});

function logLikelihood({ p, q, v }: Spending, { count, mean }: Purchases): number {
  const shape = p * count;
  return (
    logGamma(shape + q) -
    logGamma(shape) -
    logGamma(q) +
    q * Math.log(v) +
    (shape - 1) * Math.log(mean) +
    shape * Math.log(count) -
    (shape + q) * Math.log(v + count * mean)
  );
}

/** Expected value of the next purchase: the customer's mean, shrunk to the overall mean if purchases are few. */
export function expectedValue({ p, q, v }: Spending, { count, mean }: Purchases): number {
  return (p * (v + count * mean)) / Math.max(p * count + q - 1, 1e-6);
}
