import { ascendingOrder, type Numbers } from "../numbers.ts";

export interface Threshold {
  /** Rows with at least this chance are called a yes. */
  readonly threshold: number;
  /** Share of all rows that are called a yes. */
  readonly called: number;
  /** Share of those that are one. */
  readonly precision: number;
  /** Share of all that are one that are called so. */
  readonly recall: number;
  readonly f1: number;
}

/** What calling the rows above a threshold costs and finds. */
export const atThreshold = (happened: Numbers, chance: Numbers, threshold: number): Threshold => {
  let [called, right, all] = [0, 0, 0];
  for (let row = 0; row < chance.length; row++) {
    const isYes = (happened[row] ?? 0) > 0;
    const isCalled = (chance[row] ?? 0) >= threshold;
    all += Number(isYes);
    called += Number(isCalled);
    right += Number(isYes && isCalled);
  }
  return {
    threshold,
    called: called / chance.length,
    precision: called === 0 ? Number.NaN : right / called,
    recall: right / all,
    f1: (2 * right) / (called + all),
  };
};

/** The chance at which precision and recall are best together (F1). */
export const bestThreshold = (happened: Numbers, chance: Numbers): number => {
  const order = ascendingOrder(chance).reverse();
  const all = order.reduce((total, row) => total + Number((happened[row] ?? 0) > 0), 0);
  let [right, best] = [0, { f1: -1, threshold: 0.5 }];
  for (const [place, row] of order.entries()) {
    right += Number((happened[row] ?? 0) > 0);
    const isLastOfItsChance = chance[order[place + 1] ?? -1] !== chance[row];
    const f1 = (2 * right) / (place + 1 + all);
    if (isLastOfItsChance && f1 > best.f1) best = { f1, threshold: chance[row] ?? 0.5 };
  }
  return best.threshold;
};
