import { z } from "zod";
import { minimise } from "./nelder-mead.ts";
import { hypergeometric, logGamma } from "./special.ts";

/** Rates of purchase are Gamma(r, alpha) over customers; after each purchase one leaves for good with chance Beta(a, b). */
export const Purchasing = z.strictObject({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() });
export type Purchasing = z.infer<typeof Purchasing>;

/** What is known of one customer, times in one unit from the first purchase. */
export interface History {
  /** Purchases after the first. */
  readonly repeats: number;
  readonly last: number;
  readonly age: number;
}

/** Without it the estimate often runs off to infinity on real customers. */
const PENALTY = 0.002;

export function fitPurchasing(histories: readonly History[], penalty = PENALTY): Purchasing {
  const cost = (logs: readonly number[]) => {
    const parameters = fromLogs(logs);
    const total = histories.reduce((all, history) => all - logLikelihood(parameters, history), 0);
    return total / histories.length + penalty * logs.reduce((all, log) => all + log * log, 0);
  };
  return fromLogs(minimise(cost, [0, 1, 0, 0]));
}

function fromLogs([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): Purchasing {
  return { r: Math.exp(r), alpha: Math.exp(alpha), a: Math.exp(a), b: Math.exp(b) };
}

function logLikelihood({ r, alpha, a, b }: Purchasing, { repeats: x, last, age }: History): number {
  const counts = logGamma(r + x) - logGamma(r) + r * Math.log(alpha);
  const leaving = logGamma(a + b) + logGamma(b + x) - logGamma(b) - logGamma(a + b + x);
  const alive = -(r + x) * Math.log(alpha + age);
  if (x === 0) return counts + leaving + alive;
  const gone = Math.log(a / (b + x - 1)) - (r + x) * Math.log(alpha + last);
  const larger = Math.max(alive, gone);
  return counts + leaving + larger + Math.log(Math.exp(alive - larger) + Math.exp(gone - larger));
}

/** Purchases to expect in the time ahead. */
export function expectedPurchases(parameters: Purchasing, history: History, ahead: number): number {
  const { r, alpha, b } = parameters;
  // The formula has a hole at a = 1, and the answer none.
  const a = Math.abs(parameters.a - 1) < 1e-5 ? 1 + 1e-5 : parameters.a;
  const { repeats: x, last, age } = history;
  const series = hypergeometric(r + x, b + x, a + b + x - 1, ahead / (alpha + age + ahead));
  const kept = ((alpha + age) / (alpha + age + ahead)) ** (r + x);
  const counted = ((a + b + x - 1) / (a - 1)) * (1 - kept * series);
  const gone = x > 0 ? (a / (b + x - 1)) * ((alpha + age) / (alpha + last)) ** (r + x) : 0;
  const expected = counted / (1 + gone);
  // Where the series does not settle: the same law for customers who never leave.
  return Number.isFinite(expected) && expected >= 0 ? expected : ((r + x) / (alpha + age)) * ahead;
}
