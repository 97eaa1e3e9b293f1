import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Crash, crashing } from "../../chaos/crashing.ts";
import { type Bought, type MetricsHome, metricsHome } from "./metrics-home.ts";

let home: MetricsHome;
beforeAll(async () => {
  home = await metricsHome();
});
afterAll(() => home.discard());

const days = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-02-29", "2024-03-01"];
/** In the order of bytes, of numbers and of JavaScript they come differently. */
const ids = ["9", "10", "100", "07", "__proto__", "constructor", "\u{1F600}", "\uFFFD", "é", "z z", "Z|1"];

type Step =
  | { readonly do: "rebuild"; readonly days: readonly string[]; readonly rows: readonly Bought[] }
  | { readonly do: "register"; readonly ages: Readonly<Record<string, number>> }
  | { readonly do: "tiers"; readonly names: Readonly<Record<string, string>> }
  | { readonly do: "model" }
  | { readonly do: "publish"; readonly dieAfter: number | undefined };

const rebuild = fc.subarray(days, { minLength: 1, maxLength: 3 }).chain((some) =>
  fc.record({
    do: fc.constant("rebuild" as const),
    days: fc.constant(some),
    rows: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom(...ids),
        day: fc.constantFrom(...some),
        amount: fc.nat(99_999).map((pence) => pence / 100),
      }),
      { maxLength: 12, selector: ({ id, day }) => `${day} ${id}` },
    ),
  }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: rebuild },
  {
    weight: 1,
    arbitrary: fc
      .dictionary(fc.constantFrom(...ids.filter((id) => id !== "__proto__")), fc.nat(90))
      .map((ages) => ({ do: "register" as const, ages })),
  },
  {
    weight: 1,
    arbitrary: fc
      .dictionary(
        fc.constantFrom(...ids.filter((id) => id !== "__proto__")),
        fc.constantFrom("gold", "silver"),
      )
      .map((names) => ({ do: "tiers" as const, names })),
  },
  { weight: 1, arbitrary: fc.constant({ do: "model" as const }) },
  {
    weight: 4,
    arbitrary: fc
      .option(fc.integer({ min: 1, max: 12 }), { nil: undefined })
      .map((dieAfter) => ({ do: "publish" as const, dieAfter })),
  },
);

const take = async (step: Step): Promise<void> => {
  if (step.do === "rebuild") return home.rebuild(step.days, step.rows);
  if (step.do === "register") return home.register(step.ages);
  if (step.do === "tiers") return home.tiers(step.names);
  if (step.do === "model") return home.token("models");
  const dying = crashing(home.platform, { effects: 0, dieAfter: step.dieAfter });
  await home.publish(dying).catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error;
  });
};

/** Of the tables alone, whatever is in force. */
const readWhole = async (): Promise<unknown> => {
  await home.token("everything");
  await home.publish();
  return home.published();
};

describe("a snapshot that was made of the one before it and the changed days", () => {
  it("is byte for byte the one that the tables alone give, whatever changed and whoever died on the way", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
        await home.rebuild(days, []);
        await readWhole();
        for (const each of steps) await take(each);
        await home.token("models");
        home.said.length = 0;
        await home.publish();
        taken += home.said.filter(({ after }) => after !== undefined).length;
        const published = await home.published();
        expect(published).toEqual(await readWhole());
      }),
      { numRuns: 25, seed: 6 },
    );
    // Not by reading everything each time: only a publisher that died at the switch itself costs that.
    expect(taken).toBeGreaterThan(15);
  });
});
