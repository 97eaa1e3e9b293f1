import { describe, expect, it } from "vitest";
import { linear } from "../../../shared/learning/linear/linear.ts";
import { rSquared } from "../../../shared/learning/metrics/errors.ts";
import { stream } from "../../../shared/learning/random.ts";
import { withWords } from "../../../shared/learning/words/with-words.ts";
import { orderedMeans } from "../../../shared/learning/words/word-columns.ts";
import { examplesOf } from "./examples.ts";

const options = { seed: 1 };
const plain = linear("linear", {
  loss: { loss: "squared" },
  ridge: 0.001,
  offset: false,
  logarithms: "none",
});
const family = withWords(plain, ["town"]);

/** Towns whose numbers say nothing; each moves the target by its own step. */
const towns = (rows: number, seed: number, words = 40) => {
  const random = stream(seed, "towns");
  const cells = Array.from({ length: rows }, () => [random.below(words), random.next()]);
  return examplesOf(
    ["town", "size"],
    cells,
    cells.map(([town = 0, size = 0]) => ((town * 7919) % 31) + size + 0.1 * random.next()),
  );
};

describe("a family of numbers with columns of words", () => {
  it("learns what each word means, the rare ones too", async () => {
    const model = await family.fit(towns(2000, 1), options);
    const test = towns(500, 2);
    expect(rSquared(test.y, model.predict(test))).toBeGreaterThan(0.95);
  });

  it("answers as it was fitted when it then hears of more rows of each word", async () => {
    const rows = towns(800, 6, 3);
    const tuning = towns(400, 7, 3);
    // The family itself leaves the later rows alone: only the columns of words learn from them.
    const model = await family.fit(rows, { ...options, tuning });
    const test = towns(500, 8, 3);
    expect(rSquared(test.y, model.predict(test))).toBeGreaterThan(0.999);
  });

  it("answers for a word that it never saw as for the average word", async () => {
    const model = await family.fit(towns(2000, 1), options);
    const [known, unknown] = [
      examplesOf(["town", "size"], [[3, 0.5]], [0]),
      examplesOf(["town", "size"], [[999, 0.5]], [0]),
    ];
    expect(model.predict(unknown)[0]).toBeGreaterThan(5);
    expect(model.predict(unknown)[0]).toBeLessThan(25);
    expect(model.predict(unknown)).not.toEqual(model.predict(known));
  });

  it("is the same after saving and loading, and its effects belong to the columns of the file", async () => {
    const rows = towns(600, 3);
    const model = await family.fit(rows, options);
    const loaded = family.load(model.save());
    expect(loaded.predict(rows)).toEqual(model.predict(rows));
    expect(loaded.explain?.(rows, 4)).toHaveLength(2);
  });

  it("has no skill where every row has a word of its own", async () => {
    const random = stream(5, "noise");
    const noise = examplesOf(
      ["town"],
      Array.from({ length: 1000 }, (_, row) => [row]),
      Array.from({ length: 1000 }, () => random.next()),
    );
    const model = await withWords(
      linear("linear", { loss: { loss: "squared" }, ridge: 0.001, offset: false, logarithms: "none" }),
      ["town"],
    ).fit(noise, options);
    const unseen = examplesOf(
      ["town"],
      Array.from({ length: 200 }, (_, row) => [2000 + row]),
      Array.from({ length: 200 }, () => random.next()),
    );
    expect(Math.abs(rSquared(unseen.y, model.predict(unseen)))).toBeLessThan(0.05);
  });
});

it("a row's ordered mean does not change with the row's own target", () => {
  const known = towns(300, 4, 5);
  // A row without a word takes the opposite change, so that the mean of all rows stays.
  const rows = examplesOf(
    ["town"],
    [...Array.from({ length: 300 }, (_, row) => [known.x[2 * row] ?? 0]), [-1]],
    [...known.y, 0],
  );
  const before = orderedMeans(rows, "town", 1);
  for (const row of [0, 17, 299]) {
    const y = Float64Array.from(rows.y);
    y[row] = (y[row] ?? 0) + 1000;
    y[300] = -1000;
    const after = orderedMeans({ ...rows, y }, "town", 1);
    expect(after[row]).toBeCloseTo(before[row] ?? 0, 6);
    expect(after).not.toEqual(before);
  }
});
