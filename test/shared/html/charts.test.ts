import { describe, expect, it } from "vitest";
import type { ChartText } from "../../../shared/html/charts/chart-text.ts";
import { timeChart } from "../../../shared/html/charts/time-chart.ts";
import { waterfall } from "../../../shared/html/charts/waterfall.ts";

const text: ChartText = {
  value: (value) => value.toFixed(2),
  tick: String,
  day: (date) => date,
  dayTick: (date) => date,
  words: {
    showNumbers: "numbers",
    day: "day",

    low: "low",
    high: "high",
    nothing: "nothing",
  },
};
const described = { id: "c", title: "<b>Sales</b>", description: "What was sold" };

describe("a time chart", () => {
  it("has a name, a description and a table of the same numbers, all escaped", () => {
    const dates = ["2024-01-01", "2024-01-02", "2024-01-03"];
    const { text: svg } = timeChart(
      { ...described, dates, lines: [{ name: "net", role: "actual", values: [1, null, 3] }] },
      text,
    );
    expect(svg).toContain('role="img" aria-labelledby="c-t c-d"');
    expect(svg).toContain("&lt;b&gt;Sales&lt;/b&gt;");
    expect(svg).not.toContain("<b>");
    expect([...svg.matchAll(/<td class="n">([^<]*)<\/td>/g)].map(([, cell]) => cell)).toEqual([
      "1.00",
      "",
      "3.00",
    ]);
    // Values between gaps are dots, not lines.
    expect(svg.match(/class="dot actual"/g)).toHaveLength(2);
  });

  it("of no day, and of days that are all zero, has no value that is none", () => {
    for (const dates of [[], ["2024-01-01"], ["2024-01-01", "2024-01-02"]]) {
      const { text: svg } = timeChart(
        { ...described, dates, lines: [{ name: "net", role: "actual", values: dates.map(() => 0) }] },
        text,
      );
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe("a waterfall", () => {
  const chart = {
    ...described,
    start: { name: "before", value: 100 },
    end: { name: "now", value: 70 },
    heads: ["part", "change", "reached"] as const,
  };

  it("whose parts add up shows each with what it reaches", () => {
    const steps = [
      { name: "a", change: -50 },
      { name: "b", change: 20 },
    ];
    const { text: svg } = waterfall({ ...chart, steps }, text);
    expect([...svg.matchAll(/<td class="n">([^<]*)<\/td>/g)].map(([, cell]) => cell)).toEqual([
      "",
      "100.00",
      "-50.00",
      "50.00",
      "20.00",
      "70.00",
      "",
      "70.00",
    ]);
  });

  it("whose parts do not add up is refused", () => {
    expect(() => waterfall({ ...chart, steps: [{ name: "a", change: -50 }] }, text)).toThrow(
      "the steps reach 50",
    );
  });
});
