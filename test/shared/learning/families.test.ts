import { describe, expect, it } from "vitest";
import { approachTo } from "../../../shared/learning/approaches.ts";
import type { FamilyTask } from "../../../shared/learning/candidate.ts";
import { brier } from "../../../shared/learning/metrics/calibration.ts";
import { meanSquaredError, tweedieDeviance } from "../../../shared/learning/metrics/errors.ts";
import type { Examples } from "../../../shared/learning/model.ts";
import type { Numbers } from "../../../shared/learning/numbers.ts";
import type { TableTarget } from "../../../shared/learning/targets.ts";
import { expectSameAfterLoading, shoppers } from "./shoppers.ts";

const names = ["days_since_last", "purchase_days", "average_order_value", "net_30d", "tenure_days"];

/** The synthetic customers, with the tasks' feature names and a sequence of three days. */
function named(examples: Examples): Examples {
  const x = examples.x.map((value, place) => (place % 5 === 4 ? 200 + 10 * value : value));
  const sequences = { channels: ["net", "orders"], steps: 3, values: new Float32Array(examples.rows * 6) };
  for (let row = 0; row < examples.rows; row++) sequences.values[row * 6 + (row % 6)] = 1;
  return { ...examples, features: names, x, sequences };
}

const drawn = shoppers(900);
const [train, test] = [named(drawn.train), named(drawn.test)];
const bought = (examples: Examples): Examples => ({
  ...examples,
  y: examples.y.map((truth) => Number(truth > 0)),
});

interface Kind {
  readonly target: TableTarget;
  readonly rows: readonly [Examples, Examples];
  readonly score: (y: Numbers, predicted: Numbers) => number;
}

const kinds: readonly Kind[] = [
  { target: "amount", rows: [train, test], score: tweedieDeviance },
  { target: "number", rows: [train, test], score: meanSquaredError },
  { target: "chance", rows: [bought(train), bought(test)], score: brier },
];

describe.each(kinds)("the families for a target of kind $target", ({ target, rows: [fit, later], score }) => {
  const task: FamilyTask = { features: names, horizonDays: 30, sequences: target === "amount" };
  const approach = approachTo(target);
  const candidates = approach.candidates(task);

  it("have different names; the preferred family and the fallback are among them", () => {
    const all = candidates.map(({ family }) => family.name);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining([approach.preferred(task), approach.fallback]));
    expect(candidates.find(({ family }) => family.name === approach.fallback)?.baseline).toBe(true);
  });

  it.each(candidates)(
    "$family.name learns with its usual settings and is the same once loaded",
    async ({ family, baseline }) => {
      const model = await family.fit(fit, { seed: 1 });
      const predicted = model.predict(later);
      expect(predicted.every(Number.isFinite)).toBe(true);
      expectSameAfterLoading(family, model, later);
      const mean = fit.y.reduce((total, value) => total + value, 0) / fit.rows;
      const plain = score(
        later.y,
        later.y.map(() => mean),
      );
      // Squared errors of money depend on a few large baskets, and BTYD models never see the target.
      if (!baseline && !["ridge", "btyd"].includes(family.name))
        expect(score(later.y, predicted)).toBeLessThan(1.05 * plain);
    },
  );
});

describe("the families", () => {
  it("include recurrent networks when rows carry the days before them", () => {
    for (const { target } of kinds) {
      const all = approachTo(target).candidates({ features: names, horizonDays: 30, sequences: true });
      expect(all.map(({ family }) => family.name)).toEqual(expect.arrayContaining(["rnn", "lstm", "gru"]));
    }
  });

  it("leave out families whose features or days a task does not have", () => {
    const { candidates, preferred } = approachTo("amount");
    const bare = candidates({ features: ["a"], horizonDays: 1, sequences: false });
    const all = bare.map(({ family }) => family.name);
    expect(all).toEqual(expect.arrayContaining(["zero", "mean", "run_rate", "mlp"]));
    expect(all).toContain(preferred({ horizonDays: 1 }));
    for (const name of ["btyd", "gru", "last_30_days"]) expect(all).not.toContain(name);
  });
});
