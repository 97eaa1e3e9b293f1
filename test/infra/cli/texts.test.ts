import { describe, expect, it } from "vitest";
import type { Accuracy } from "../../../functions/operations/accuracy/accuracy.ts";
import type { DropReport, FileOutcome } from "../../../functions/operations/drop/drop-report.ts";
import type { Explained } from "../../../functions/operations/explain/explain.ts";
import { facts, right, table } from "../../../infra/cli/terminal/table.ts";
import { accuracyText } from "../../../infra/cli/text/accuracy.ts";
import { dropSummary, exitCodeOf } from "../../../infra/cli/text/drop.ts";
import { explainText } from "../../../infra/cli/text/explain.ts";
import { findingsText } from "../../../infra/cli/text/findings.ts";
import { leaderboardText } from "../../../infra/cli/text/leaderboard.ts";
import type { Card } from "../../../shared/registry/card.ts";

/** The cells of each line: columns are two spaces or more apart. */
const cells = (text: string) => text.split("\n").map((line) => line.trim().split(/ {2,}/).join(" | "));

it("a table has columns as wide as their widest cell; figures stand to the right", () => {
  expect(
    table(
      ["a", ...right("n"), "last"],
      [
        ["é", "12", ""],
        ["long", "3", "x"],
      ],
    ),
  ).toBe("a      n  last\n────  ──  ────\né     12\nlong   3  x");
  expect(facts([["a", "1"], false, ["long", ""]])).toBe("a     1\nlong");
});

describe("a drop", () => {
  const file = (name: string, outcome: FileOutcome["outcome"], more = {}): FileOutcome => ({
    name,
    outcome,
    ...more,
  });
  const report = (files: readonly FileOutcome[], more: Partial<DropReport> = {}): DropReport => ({
    ...{
      files,
      seconds: 1.25,
      rows: {
        in: 1200,
        kept: 1190,
        quarantined: 10,
        lines: 1180,
        held: { duplicate: 8, type: 2 },
        addUp: true,
      },
    },
    ...more,
  });

  it("says what became of its files and rows", () => {
    const text = dropSummary(
      report(
        [
          file("a", "accepted", { leftOut: ["line 9: a total"] }),
          file("b", "accepted"),
          file("c", "held", { reason: "half as long" }),
          file("d", "rejected", { reason: "no header", serving: "7" }),
          file("e", "ignored", { reason: "no contract" }),
          file("f", "ignored", { reason: "no contract" }),
        ],
        { daysRebuilt: 1234 },
      ),
    );
    expect(cells(text)).toEqual(
      expect.arrayContaining([
        "Files | 2 accepted, 0 same as before, 1 rejected, 1 held back, 2 ignored",
        "Rows | 1,200 in = 1,190 kept + 10 quarantined; the tables agree",
        "Sales | 1,180 clean lines, 10 held back (duplicate 8, type 2)",
        "Days | 1,234 rebuilt",
        "c | half as long",
        "d | no header (generation 7 keeps serving)",
        "Ignored: 2 files, no contract",
        "e, f",
        "a | line 9: a total",
      ]),
    );
    expect(text).not.toContain("Failed");
    const broken = dropSummary(report([file("a", "failed", { reason: "why" })], { failure: "disk full" }));
    expect(broken).toContain("Stopped: disk full");
    expect(broken).not.toContain("Rows");
    expect(dropSummary(report([], { rows: { ...report([]).rows, addUp: false, held: {} } }))).toContain(
      "THE TABLES DO NOT AGREE",
    );
  });

  it("notes twenty lines that were left out, and counts the others", () => {
    const notes = (count: number) =>
      dropSummary(
        report([file("a", "accepted", { leftOut: Array.from({ length: count }, (_, at) => `line ${at}`) })]),
      );
    expect(notes(20)).toContain("line 19");
    expect(notes(20)).not.toContain("more note");
    expect(notes(21)).toContain("… and 1 more note");
    expect(notes(21)).not.toContain("line 20");
  });

  it("ends with 1 where something failed or does not add up, and for a rejected file if that is asked for", () => {
    const code = (files: readonly FileOutcome[], strict = false, more: Partial<DropReport> = {}) =>
      exitCodeOf(report(files, more), strict);
    const rejected = [file("a", "rejected")];
    expect([code([file("a", "accepted")], true), code(rejected), code(rejected, true)]).toEqual([0, 0, 1]);
    expect([
      code([file("a", "failed")]),
      code([], false, { failure: "x" }),
      code([], false, { rows: { ...report([]).rows, addUp: false } }),
    ]).toEqual([1, 1, 1]);
  });
});

describe("accuracy", () => {
  const errors = (mae: number) => ({ mae, rmse: 2 * mae, r2: 0.5 });
  const total = (from: string, customersCame: number | null) => ({
    ...{ task: "week", from, to: from, customers: 3, customersTogether: 30, company: 80, knownShare: 0.6 },
    ...{ companyFromKnown: 48, factor: 1.6, customersCame, companyCame: null },
  });
  const accuracy = (more: object): Accuracy =>
    ({
      ...{ since: "2024-01-01", knownUntil: "2024-03-15", currency: "GBP", spend: [], totals: [], drift: [] },
      ...{ forecast: { byDaysAhead: [], days: [] }, ...more },
    }) as unknown as Accuracy;

  it("says what is missing before anything is over", () => {
    expect(accuracyText(accuracy({}))).toContain(
      "No predictions about customers since 2024-01-01 are stored",
    );
    expect(
      accuracyText(accuracy({ totals: [total("2024-03-20", null), total("2024-03-18", null)] })),
    ).toContain("days are known until 2024-03-15, the first prediction ends on 2024-03-18");
  });

  it("shows the newest window that is over beside the newest one, and the last forecast of each day", () => {
    const spend = {
      ...{
        task: "week",
        predictions: 1200,
        origins: { first: "2024-01-01", last: "2024-02-01" },
        bias: -0.1,
      },
      ...{ model: errors(1), runRate: { ...errors(2), r2: null }, within80: 0.8, within95: 0.9 },
      reconciled: { predictions: 9, before: errors(3), after: errors(4) },
    };
    const day = (business_date: string, days_ahead: number, actual: number) => ({
      ...{ business_date, days_ahead, actual, predicted: 10, low80: 8, high80: 12 },
    });
    const text = cells(
      accuracyText(
        accuracy({
          spend: [spend],
          totals: [total("2024-03-01", 10), total("2024-03-02", 11), total("2024-03-03", null)],
          forecast: {
            byDaysAhead: [
              { ahead: "1 day", days: 5, mae: 2, wape: null, bias: 0.05, within80: 1, within95: 1 },
            ],
            days: [
              day("2024-03-02", 2, 7),
              day("2024-03-01", 2, 9),
              day("2024-03-02", 1, 12),
              day("2024-03-03", 3, 13),
            ],
          },
          drift: [
            {
              task: "week",
              version: "v1",
              asOf: "2024-03-01",
              rows: 1,
              drifted: ["recency"],
              features: [
                { name: "a", psi: 0.1 },
                { name: "recency", psi: 0.3 },
              ],
            },
          ],
        }),
      ),
    );
    expect(text).toEqual(
      expect.arrayContaining([
        "week | 1,200 | 2024-01-01 to 2024-02-01 | 1.00 | 2.00 | 0.500 | -10.0 % | 80.0 % | 90.0 %",
        "(run-rate) | 2.00 | 4.00 | -",
        "week | 2024-03-02 | 3 | 30.00 | 11.00 | 80.00 | - | 48.00 (60.0 %) | 1.600",
        "week | 2024-03-03 | 3 | 30.00 | - | 80.00 | - | 48.00 (60.0 %) | 1.600",
        "week | 9 | as predicted | 3.00 | 6.00 | 0.500",
        "scaled to the forecast | 4.00 | 8.00 | 0.500",
        "1 day | 5 | 2.00 | - | 5.0 % | 100.0 % | 100.0 %",
        "2024-03-01 | 2 days | 10.00 | 8.00 to 12.00 | 9.00",
        "2024-03-02 | 1 day | 10.00 | 8.00 to 12.00 | 12.00",
        "2024-03-03 | 3 days | 10.00 | 8.00 to 12.00 | 13.00 | outside",
      ]),
    );
    expect(text.join("\n")).toContain("1 customer as of 2024-03-01: recency drifted");
    expect(text.join("\n")).toContain("Most: recency 0.30, a 0.10");
    expect(text.join("\n")).not.toContain("week | 2024-03-01 |");
  });
});

it("an explanation shows its parts with the sum below", () => {
  const driver = (place: number, contribution: string | null, more = {}) => ({
    ...{
      split: "segments",
      place,
      kind: "segment",
      where: [{ dimension: "country", value: "DE" }],
      actual: "1",
      expected: null,
    },
    ...{ contribution, share: 0.25, z: -1.25, ...more },
  });
  const explained = (more: object) =>
    ({
      explanation: {
        ...{
          actual: "5",
          expected: null,
          change: null,
          state: "complete",
          comparedWith: ["2024-01-01", "2024-01-08"],
          ...more,
        },
      },
      story: { headline: "H", paragraph: "P", nextStep: "N" },
    }) as unknown as Explained;
  const drivers = [
    driver(1, "0.1"),
    driver(2, "0.2", { kind: "customer", where: [{ dimension: "customer", value: "C1" }] }),
    driver(3, null, { kind: "rest", where: [], share: null, z: null }),
  ];
  const text = cells(explainText(explained({ drivers })));
  expect(text).toEqual(
    expect.arrayContaining([
      "expected | unknown",
      "compared with | 2024-01-01, 2024-01-08",
      "By parts of the business",
      "1 | segment country DE | 1 | 0.1 | 25.0 % | -1.3",
      "2 | customer C1 | 1 | 0.2 | 25.0 % | -1.3",
      "3 | rest | 1 | does not add up",
      "together | 0.3",
    ]),
  );
  expect(text.some((line) => line.startsWith("period"))).toBe(false);
  expect(explainText(explained({ drivers: [], state: "unfinished", comparedWith: [] }))).toMatch(
    /period +unfinished/,
  );
});

it("findings say where, what and how sure; large figures without decimals", () => {
  const finding = {
    ...{
      id: "f",
      kpi: "k",
      cadence: "daily",
      period: "2024-03-04",
      dimension: "store",
      segment: "S1",
      kind: "point",
      direction: "down",
    },
    ...{ actual: 1234.5, expected: 0.12345, confidence: 89.6, severity: "high", state: "open" },
  } as never;
  expect(cells(findingsText([finding]))).toContain(
    "2024-03-04 | k | S1 | daily point down | 1,235 | 0.123 | 90 % | high | open | f",
  );
  expect(findingsText([finding])).toContain("1 finding");
  expect(cells(findingsText([{ ...(finding as object), dimension: "all" } as never]))[2]).toContain(
    "| company |",
  );
  expect(findingsText([])).toBe("Nothing unusual was found.");
});

it("a leaderboard has the best first, baselines in brackets, and says what was chosen", () => {
  const entry = (family: string, rank: number | null, mae: number, more = {}) => ({
    ...{
      family,
      rank,
      baseline: false,
      validation: { mae },
      holdout: { mae: mae + 1, r2: null },
      seconds: 1.5,
      bytes: 1500,
      ...more,
    },
  });
  const span = { from: "2024-01-01", to: "2024-02-01", rows: 10, entities: 1000 };
  const before = { ...span, from: "2023-11-01", to: "2023-12-01" };
  const card = {
    ...{ task: "t", version: "v", family: "trees", backend: "cpu", warnings: ["few rows"], intervals: null },
    leaderboard: [
      entry("mean", null, 200, { baseline: true, bytes: 0 }),
      entry("mlp", 2, 3, { failed: "no memory" }),
      entry("trees", 1, 2),
    ],
    folds: [
      { role: "validation", train: before, test: span },
      { role: "holdout", train: before, test: { ...span, to: "2024-01-01", rows: 1 } },
    ],
    choice: {
      because: "best",
      comparisons: [
        {
          family: "trees",
          against: "mean",
          measure: "mae",
          difference: -1.2345,
          lower: -2,
          upper: -0.5,
          better: 0.99,
        },
      ],
    },
    verdict: { promote: false, because: "no better" },
    training: span,
  } as unknown as Card;
  const text = cells(leaderboardText(card));
  const rows = text.filter((line) => /^(trees|mlp|\(mean\)) \|/.test(line));
  expect(rows.slice(0, 3)).toEqual([
    "trees | 1.00 | 2.000 | - | 1.5 s | 2 kB | ◀ chosen",
    "mlp | 2.00 | 3.000 | - | 1.5 s | 2 kB | no memory",
    "(mean) | - | 200 | - | 1.5 s | -",
  ]);
  expect(rows[3]).toContain("| 3.000 |");
  const all = text.join("\n");
  for (const line of [
    "Mean of 1 validation fold;",
    "Holdout, scored once: as of 2024-01-01, 1 row of 1,000",
    "validation: trained on 10 rows as of 2023-11-01 to 2023-12-01; tested as of 2024-01-01 to 2024-02-01, 10 rows of 1,000",
    "trees minus mean on the holdout: mae -1.23 (95 % of bootstrap draws between -2.00 and -0.500; below zero in 99.0 %).",
    "Promotion: not promoted; no better.",
    "Warning: few rows.",
  ])
    expect(all).toContain(line);
  expect(all).not.toContain("The promoted model");
  expect(all).not.toContain("Intervals:");
});
