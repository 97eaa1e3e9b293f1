import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Model } from "../../../shared/learning/model.ts";
import { stream } from "../../../shared/learning/random.ts";
import { Layout } from "../../../shared/learning/saved-model.ts";
import { type Ensemble, unpackTrees } from "../../../shared/learning/trees/ensemble.ts";
import { meanAnswer, shapley } from "../../../shared/learning/trees/shapley.ts";
import { trees } from "../../../shared/learning/trees/trees.ts";
import { shoppers } from "./shoppers.ts";

const { train, test } = shoppers(4000);

describe("Shapley values of trees", () => {
  let model: Model;
  let ensemble: Ensemble;
  beforeAll(async () => {
    const family = trees("boosted", {
      ...{ loss: { loss: "tweedie", power: 1.5 }, offset: true, trees: 10, learningRate: 0.1 },
      ...{ leaves: 15, depth: 4, rowShare: 1, columnShare: 1, lambda: 1, minCurvature: 20 },
      ...{ bins: 63, seeds: 1, patience: 20 },
    });
    model = await family.fit(train, { seed: 1 });
    const { settings, weights } = model.save();
    const { layout } = z.looseObject({ layout: Layout }).parse(settings);
    ensemble = unpackTrees(layout, weights);
  });

  it("equal brute force over all sets of known features", () => {
    for (const row of [0, 5, 9]) {
      const ours = shapley(ensemble, test.x, row * 5, 5);
      for (const [feature, value] of ours.entries())
        expect(value).toBeCloseTo(byAllSets(ensemble, test.x.subarray(row * 5, row * 5 + 5), feature), 9);
    }
  });

  it("are exact on deep trees with repeated features and empty branches", () => {
    for (let seed = 0; seed < 4; seed++) {
      const { deep, row } = randomTree(seed, 9, 11);
      const ours = shapley(deep, row, 0, row.length);
      for (const [feature, value] of ours.entries())
        expect(value).toBeCloseTo(byAllSets(deep, row, feature), 9);
    }
  });

  it("are exact on small trees, whose results are cached", () => {
    for (let seed = 0; seed < 4; seed++) {
      const { deep: small } = randomTree(seed, 3, 3);
      const random = stream(seed, "rows");
      for (let turn = 0; turn < 40; turn++) {
        const cell = () => (random.chance(0.1) ? Number.NaN : random.next());
        const row = Float64Array.of(cell(), cell(), cell());
        const ours = shapley(small, row, 0, row.length);
        for (const [feature, value] of ours.entries())
          expect(value).toBeCloseTo(byAllSets(small, row, feature), 9);
      }
    }
  });

  it("add up from the run-rate to the prediction, in the unit of the target", () => {
    const predicted = model.predict(test);
    const { base, unit } = z.looseObject({ base: z.number(), unit: z.number() }).parse(model.save().settings);
    for (const row of [0, 5, 9]) {
      const start = (test.expected[row] ?? 0) * Math.exp(base + meanAnswer(ensemble));
      const moved = model.explain?.(test, row).reduce((all, part) => all + part, 0) ?? Number.NaN;
      expect(start + moved).toBeCloseTo(predicted[row] ?? 0, 6);
      expect(unit).toBeGreaterThan(1);
    }
  });
});

/** A tree of the given depth that splits on random features, and a row with missing values. */
function randomTree(seed: number, features: number, depth: number): { deep: Ensemble; row: Float64Array } {
  const random = stream(seed, "deep tree");
  const nodes: { feature: number; left: number; missingLeft: number; number: number; cover: number }[] = [];
  const grow = (place: number, cover: number, levels: number): void => {
    const isLeaf = levels === 0 || random.chance(0.2);
    const left = nodes.length;
    nodes[place] = {
      ...{ feature: isLeaf ? -1 : random.below(features), left: isLeaf ? -1 : left },
      ...{ missingLeft: random.below(2), number: random.next(), cover },
    };
    if (isLeaf) return;
    nodes.push(...[0, 1].map(() => ({ feature: -1, left: -1, missingLeft: 0, number: 0, cover: 0 })));
    const share = random.chance(0.1) ? 0 : random.next();
    grow(left, cover * share, levels - 1);
    grow(left + 1, cover * (1 - share), levels - 1);
  };
  nodes.push({ feature: -1, left: -1, missingLeft: 0, number: 0, cover: 0 });
  grow(0, 1000, depth);
  const row = Float64Array.from({ length: features }, () =>
    random.chance(0.1) ? Number.NaN : random.next(),
  );
  const column = (name: keyof (typeof nodes)[number]) => nodes.map((node) => node[name]);
  const deep = {
    ...{ roots: Int32Array.of(0), feature: Int32Array.from(column("feature")) },
    ...{ left: Int32Array.from(column("left")), missingLeft: Uint8Array.from(column("missingLeft")) },
    ...{ number: Float32Array.from(column("number")), cover: Float32Array.from(column("cover")) },
  };
  return { deep, row };
}

/** The mean change of the prediction when this feature becomes known, over all sets of the other features. */
function byAllSets(ensemble: Ensemble, row: Float64Array, feature: number): number {
  const others = [...row.keys()].filter((other) => other !== feature);
  const factorial = (count: number): number => (count < 2 ? 1 : count * factorial(count - 1));
  let total = 0;
  for (let set = 0; set < 2 ** others.length; set++) {
    const known = others.filter((_, place) => set & (1 << place));
    const orders =
      (factorial(known.length) * factorial(others.length - known.length)) / factorial(row.length);
    const mean = (features: readonly number[]) =>
      ensemble.roots.reduce((all, root) => all + meanKnowing(ensemble, row, root, features), 0);
    total += orders * (mean([...known, feature]) - mean(known));
  }
  return total;
}

function meanKnowing(trees: Ensemble, row: Float64Array, node: number, known: readonly number[]): number {
  const feature = trees.feature[node] ?? -1;
  if (feature < 0) return trees.number[node] ?? 0;
  const left = trees.left[node] ?? 0;
  const value = row[feature] ?? Number.NaN;
  const goesLeft = Number.isNaN(value) ? trees.missingLeft[node] === 1 : value <= (trees.number[node] ?? 0);
  if (known.includes(feature)) return meanKnowing(trees, row, goesLeft ? left : left + 1, known);
  const share = shareOf(trees, left, node);
  return (
    share * meanKnowing(trees, row, left, known) + (1 - share) * meanKnowing(trees, row, left + 1, known)
  );
}

/** Below a node without training rows any share will do. */
const shareOf = ({ cover }: Ensemble, left: number, node: number): number =>
  cover[node] === 0 ? 0.5 : (cover[left] ?? 0) / (cover[node] ?? 1);
