import { describe, expect, it } from "vitest";
import { dayOf, isoDate } from "../../../shared/dates.ts";
import { barsFor } from "../../../shared/html/charts/bars.ts";
import type { ChartText } from "../../../shared/html/charts/chart-text.ts";
import { columnChart } from "../../../shared/html/charts/column-chart.ts";
import { sparkline } from "../../../shared/html/charts/sparkline.ts";
import { timeChart } from "../../../shared/html/charts/time-chart.ts";
import { timeTicks } from "../../../shared/html/charts/time-ticks.ts";
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
    expect([...svg.matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell]) => cell)).toEqual(["1.00", "", "3.00"]);
    // Values between gaps are dots, not lines.
    expect(svg.match(/class="dot actual"/g)).toHaveLength(2);
  });

  it("passes over closed days, whose value is nowhere", () => {
    const dates = ["2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08"];
    const drawn = (closed?: ReadonlySet<string>) =>
      timeChart(
        {
          ...{ ...described, dates, ...(closed && { closed }) },
          lines: [{ name: "net", role: "actual", values: [1, null, 3, 4] }],
          bands: [{ name: "range", role: "wide", low: [0, null, 2, 3], high: [2, null, 4, 5] }],
        },
        text,
      ).text;
    const moves = (svg: string, shape: string) =>
      new RegExp(`class="${shape}" d="([^"]*)"`).exec(svg)?.[1]?.match(/M/g)?.length;
    const passed = drawn(new Set(["2024-01-06"]));
    expect([moves(passed, "line actual"), moves(passed, "band wide")]).toEqual([1, 1]);
    expect(passed).not.toContain('class="dot');
    const [gap, dots] = [drawn(), /class="dot actual"/g];
    expect([moves(gap, "line actual"), moves(gap, "band wide"), gap.match(dots)?.length]).toEqual([2, 2, 1]);
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
    expect([...svg.matchAll(/<td>([^<]*)<\/td>/g)].map(([, cell]) => cell)).toEqual([
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

describe("where things are drawn", () => {
  const found = (svg: string, pattern: RegExp) =>
    [...svg.matchAll(pattern)].map(([, ...parts]) => parts.join(" "));

  it("a bar grows from the common zero, to the left below it", () => {
    const bar = (value: number, of: ReturnType<typeof barsFor>) =>
      found(of(value).text, /class="(\w+)" x="([\d.]+)%".*width="([\d.]+)%"/g)[0];
    const signed = barsFor([-50, 50, 20], "signed");
    expect([bar(50, signed), bar(-25, signed), bar(0, signed)]).toEqual([
      "up 50 50",
      "down 25 25",
      "up 50 0",
    ]);
    expect([bar(2, barsFor([1, 4])), bar(0, barsFor([0]))]).toEqual(["plain 0 50", "plain 0 0"]);
    expect(bar(-1, barsFor([-4, -1]))).toBe("plain 75 25");
  });

  it("a small line goes from edge to edge and ends in a dot; its band covers the last values", () => {
    expect(found(sparkline({ values: [0, 10] }).text, / d="([^"]*)"/g)).toEqual(["M0,37L1000,3"]);
    expect(sparkline({ values: [0, 10] }).text).toContain('cy="3"');
    expect(sparkline({ values: [5] }).text).not.toContain("path");
    expect(found(sparkline({ values: [5, 5] }).text, / d="([^"]*)"/g)).toEqual(["M0,37L1000,37"]);
    const banded = sparkline({ values: [0, 10, 20], band: { low: [0, 10], high: [20, 20] } });
    expect(found(banded.text, / d="([^"]*)"/g)).toEqual([
      "M500,3L1000,3L1000,20L500,37Z",
      "M0,37L500,20L1000,3",
    ]);
  });

  it("ticks are days, Mondays, months, quarters or years: nine at most, every second one minor", () => {
    const ticks = (first: string, last: string) =>
      timeTicks(dayOf(first), dayOf(last)).map(
        ({ day, by, isMinor }) => `${isoDate(day)} ${by}${isMinor ? " minor" : ""}`,
      );
    const nine = ticks("2024-01-01", "2024-01-09");
    expect([nine.length, nine[0], nine[1], nine[8]]).toEqual([
      ...[9, "2024-01-01 day", "2024-01-02 day minor", "2024-01-09 day"],
    ]);
    expect(ticks("2024-01-01", "2024-01-05").at(1)).toBe("2024-01-02 day");
    expect(ticks("2024-01-01", "2024-01-10")).toEqual(["2024-01-01 day", "2024-01-08 day"]);
    expect(ticks("2023-11-15", "2024-02-14")).toEqual([
      "2023-12-01 month",
      "2024-01-01 year",
      "2024-02-01 month",
    ]);
    expect(ticks("2023-03-15", "2024-03-14")).toEqual([
      ...["2023-04-01 month", "2023-07-01 month", "2023-10-01 month", "2024-01-01 year"],
    ]);
    expect(ticks("2020-06-01", "2024-06-01")).toEqual(
      [2021, 2022, 2023, 2024].map((year) => `${year}-01-01 year`),
    );
    expect(ticks("2001-06-01", "2017-06-01")).toEqual([2005, 2010, 2015].map((year) => `${year}-01-01 year`));
  });

  it("columns stand side by side from zero, and the last has a label, as every second of six", () => {
    const columns = [10, -5, 0, 4, 2, 10].map((value, place) => ({
      name: `N${place}`,
      short: `S${place}`,
      value,
    }));
    const { text: svg } = columnChart({ ...described, columns, heads: ["n", "v"] }, text);
    expect(found(svg, /class="tick"[^>]*>(\w+)</g)).toEqual(["S1", "S3", "S5"]);
    expect(found(svg, /text-anchor="end">(N\d · [^<]*)</g)[1]).toBe("N1 · -5.00");
    // Of 200 points, 24 are above and 24 below: 10 to -5 are 152.
    expect(
      found(
        svg,
        /class="(column[ \w]*)" x="([\d.]+)%" y="([\d.]+)" width="([\d.]+)%" height="([\d.]+)"/g,
      ).slice(0, 3),
    ).toEqual(["column 2.5 24 11.7 101.3", "column down 19.2 125.3 11.7 50.7", "column 35.8 125.3 11.7 0.5"]);
    expect(
      columnChart({ ...described, columns: columns.slice(0, 1), heads: ["n", "v"] }, text).text,
    ).toContain('width="17.5%"');
    expect(found(svg, /class="(zero|grid)"[^>]*y1="([\d.]+)"/g)).toContain("zero 125.3");
  });

  it("a line over days spans the plot, its label stands at its end, and a readout says what is there", () => {
    const dates = ["2024-01-01", "2024-01-02", "2024-01-03"];
    const line = { name: "net", role: "actual" as const, label: "Net", values: [0, 50, 100] };
    const { text: svg } = timeChart(
      {
        ...{ ...described, dates, lines: [line] },
        bands: [
          { name: "around", role: "narrow", low: [0, 10, null], high: [0, 60, 90] },
          { name: "wide", role: "wide", low: [0, 0, 0], high: [100, 100, 100] },
        ],
        marks: [{ date: "2024-01-02", value: 50, text: "here", tone: "bad" }],
      },
      text,
    );
    expect(found(svg, /class="line actual" d="([^"]*)"/g)).toEqual(["M0,240L500,134L1000,28"]);
    expect(found(svg, /class="band (narrow" d="[^"]*)"/g)).toEqual([
      'narrow" d="M0,240L500,112.8L500,218.8L0,240Z',
    ]);
    expect(found(svg, /class="line-label actual" x="([\d.]+)%" y="([\d.]+)" text-anchor="(\w+)">/g)).toEqual([
      "100 22 end",
    ]);
    expect(found(svg, /class="mark bad" cx="([\d.]+)%" cy="([\d.]+)"/g)).toEqual(["50 134"]);
    expect(found(svg, /y2="240"\/><text x="100%" y="12" text-anchor="end">([^<]*)</g)).toEqual([
      "2024-01-01 · net 0.00 · 0.00 – 0.00",
      "2024-01-02 · net 50.00 · 10.00 – 60.00",
      "2024-01-03 · net 100.00",
    ]);
    expect(found(svg, /class="hit"><rect x="([\d.]+)%" y="0" width="([\d.]+)%"/g)).toEqual([
      "0 50",
      "25 50",
      "75 50",
    ]);
    expect(found(svg, /class="tick[ \w]*" x="([\d.]+)%"[^>]*text-anchor="(\w+)">([^<]*)</g)).toEqual([
      "0 start 2024-01-01",
      "50 middle 2024-01-02",
      "100 end 2024-01-03",
    ]);
    const cells = found(svg, /<td>([^<]*)<\/td>/g);
    expect(cells.slice(5)).toEqual([
      ...["50.00", "10.00", "60.00", "0.00", "100.00"],
      ...["100.00", "", "90.00", "0.00", "100.00"],
    ]);
  });

  it("an axis begins at zero, unless it is asked not to", () => {
    const dates = ["2024-01-01", "2024-01-02"];
    const lines = [{ name: "n", role: "actual" as const, values: [50, 100] }];
    const path = (more: object) =>
      found(timeChart({ ...described, dates, lines, ...more }, text).text, / d="([^"]*)"/g);
    expect([path({}), path({ fromZero: false })]).toEqual([["M0,134L1000,28"], ["M0,240L1000,28"]]);
    expect(path({ height: 124 })).toEqual([`M0,${100 - 36}L1000,28`]);
  });

  it("labels of lines that end side by side stand one above the other", () => {
    const dates = ["2024-01-01", "2024-01-02"];
    const line = (label: string, last: number) => ({
      name: label,
      role: "actual" as const,
      label,
      values: [0, last],
    });
    const { text: svg } = timeChart(
      { ...described, dates, lines: [line("a", 50), line("b", 49), line("c", 100)] },
      text,
    );
    const tops = new Map(
      found(svg, /class="line-label actual"[^>]*y="([\d.]+)"[^>]*>(\w)/g).map(
        (each) => each.split(" ").reverse() as [string, string],
      ),
    );
    expect(Number(tops.get("b")) - Number(tops.get("a"))).toBe(14);
    expect(tops.get("c")).toBe("22");
  });
});
