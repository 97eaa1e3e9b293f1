import { z } from "zod";
import { minimise } from "./nelder-mead.ts";
import { hypergeometric, logGamma } from "./special.ts";

/**
 * BG/NBD (Fader, Hardie and Lee 2005): purchase rates are Gamma(r, alpha) over customers; after each purchase a customer
 * leaves for good with a probability that is Beta(a, b) over customers.
 */
export const Purchasing = z.strictObject({ r: z.number(), alpha: z.number(), a: z.number(), b: z.number() });
export type Purchasing = z.infer<typeof Purchasing>;

/** The purchases of one customer. Times count from the first purchase, in any one unit. */
export interface History {
  /** Purchases after the first. */
  readonly repeats: number;
  readonly last: number;
  readonly age: number;
}

/** Without a penalty the estimate often diverges on real data. */
const PENALTY = 0.002;

export function fitPurchasing(histories: readonly History[]): Purchasing {
  const cost = (logs: readonly number[]) => {
    const parameters = fromLogs(logs);
    const total = histories.reduce((all, history) => all - logLikelihood(parameters, history), 0);
    return total / histories.length + PENALTY * logs.reduce((all, log) => all + log * log, 0);
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

/** Expected number of purchases in the time ahead. */
export function expectedPurchases(parameters: Purchasing, history: History, ahead: number): number {
  const { r, alpha, b } = parameters;
  // The formula is undefined at a = 1, although its limit exists.
  const a = Math.abs(parameters.a - 1) < 1e-5 ? 1 + 1e-5 : parameters.a;
  const { repeats: x, last, age } = history;
  const series = hypergeometric(r + x, b + x, a + b + x - 1, ahead / (alpha + age + ahead));
  const kept = ((alpha + age) / (alpha + age + ahead)) ** (r + x);
  const counted = ((a + b + x - 1) / (a - 1)) * (1 - kept * series);
  const gone = x > 0 ? (a / (b + x - 1)) * ((alpha + age) / (alpha + last)) ** (r + x) : 0;
  const expected = counted / (1 + gone);
  // If the series does not converge: the same model for customers who never leave.
  return Number.isFinite(expected) && expected >= 0 ? expected : ((r + x) / (alpha + age)) * ahead;
}
