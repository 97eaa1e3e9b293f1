/** Rungs of the ladder: the amounts 0, 1, 2, 4, 8, ... in the company's currency, the same for every question. */
const rung = (step: number): number => (step === 0 ? 0 : 2 ** (step - 1));

/** Parts of the step between two rungs. */
const parts = 16;

/** The amounts that must be answered for a question about `amount`. */
export interface Ladder {
  readonly amount: number;
  /** From 0 to the last rung at or below the amount. */
  readonly below: readonly number[];
  /** From that rung to the next one. */
  readonly between: readonly number[];
}

export const ladderTo = (amount: number): Ladder => {
  const below: number[] = [];
  while (rung(below.length) <= amount) below.push(rung(below.length));
  const [from, to] = [below.at(-1) ?? 0, rung(below.length)];
  const at = (part: number) => (from === 0 ? (to * part) / parts : from * (to / from) ** (part / parts));
  return { amount, below, between: Array.from({ length: parts + 1 }, (_, part) => at(part)) };
};

/**
 * The model's answer where it never falls as the amount grows; elsewhere the highest answer so far, starting from `least`.
 * Exact for any model: answers of two questions lie on one curve, which is read between fixed amounts.
 */
export const neverLess = (
  { amount, below, between }: Ladder,
  answer: (amount: number) => number,
  least: number,
): number => {
  const reached = below.reduce((most, each) => Math.max(most, answer(each)), least);
  const next = Math.max(reached, answer(between.at(-1) ?? amount));
  let [from, low] = [between[0] ?? 0, reached];
  for (const to of between.slice(1)) {
    const high = Math.min(next, Math.max(low, answer(to)));
    if (amount <= to) return low + ((high - low) * (amount - from)) / (to - from);
    [from, low] = [to, high];
  }
  return next;
};
