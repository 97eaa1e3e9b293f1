import { describe, expect, it } from "vitest";
import { countBy } from "../../shared/count-by.ts";
import { csvCell, csvText, isNumber } from "../../shared/csv-text.ts";
import { dayOf, isoDate, monthAndDay, monthStart, weekdayOf } from "../../shared/dates.ts";
import { approximate, decimalText, magnitude, nano, nearestNano, total } from "../../shared/decimal.ts";
import { headerOf } from "../../shared/http.ts";
import { oncePer } from "../../shared/memoize.ts";
import { costOf, readPrices } from "../../shared/prices.ts";
import { byBytes } from "../../shared/serving/id-order.ts";
import {
  amountIn,
  counted,
  megabytes,
  money,
  percent,
  printable,
  printableLines,
  rangeIn,
  seconds,
  shortened,
  stalenessNotes,
  tallied,
  withoutControls,
} from "../../shared/words.ts";

describe("a day", () => {
  it("is a number from 1970 on, with its weekday and month", () => {
    expect([dayOf("1970-01-02"), dayOf("1969-12-31"), isoDate(59), isoDate(-1)]).toEqual([
      1,
      -1,
      "1970-03-01",
      "1969-12-31",
    ]);
    // 2024-03-03 is a Sunday; the day before 1970 was a Wednesday.
    expect(
      ["2024-03-03", "2024-03-04", "2024-03-09", "1969-12-31", "1960-01-03"].map((day) =>
        weekdayOf(dayOf(day)),
      ),
    ).toEqual([0, 1, 6, 3, 0]);
    expect([isoDate(monthStart(dayOf("2024-02-29"))), monthAndDay(dayOf("2024-12-25"))]).toEqual([
      "2024-02-01",
      "12-25",
    ]);
  });
});

describe("an exact decimal", () => {
  it("has nine digits and no needless zeros", () => {
    expect(
      ["12.5", "-0.000000001", "0", "-3", "1.0000000019", 7].map((value) => decimalText(nano(value))),
    ).toEqual([...["12.5", "-0.000000001", "0", "-3", "1.000000001", "7"]]);
    expect([
      decimalText(nearestNano(-2.25)),
      decimalText(nearestNano(0.1)),
      approximate(nano("2.5")),
    ]).toEqual(["-2.25", "0.1", 2.5]);
    expect(decimalText(total([nano("0.1"), nano("0.2"), nano("-1")]))).toBe("-0.7");
    expect([magnitude(-5n), magnitude(5n), magnitude(0n)]).toEqual([5n, 5n, 0n]);
    expect(() => nano("1e3")).toThrow("1e3 is not a decimal number");
    expect(() => nearestNano(Number.NaN)).toThrow("has no decimal");
  });
});

describe("words", () => {
  it("count, measure and shorten", () => {
    expect([counted(1, "file"), counted(0, "file"), counted(1000, "file")]).toEqual([
      "1 file",
      "0 files",
      "1,000 files",
    ]);
    expect([money("1234.5"), money("0.005"), percent(0.1234), seconds(1250), megabytes(2_500_000)]).toEqual([
      ...["1,234.50", "0.01", "12.3 %", "1.3 s", "2.5 MB"],
    ]);
    expect([amountIn("GBP", 5), rangeIn("GBP", { low: 1, high: 2.5 })]).toEqual([
      "GBP 5.00",
      "GBP 1.00 to 2.50",
    ]);
    expect(tallied({ duplicate: 1200, type: 3 })).toBe("duplicate 1,200, type 3");
    expect([shortened("abcd", 4), shortened("abcde", 4)]).toEqual(["abcd", "abc…"]);
    expect(countBy(["b", "a", "b"], (each) => each)).toEqual({ b: 2, a: 1 });
  });

  it("show controls instead of obeying them, except white space where it means something", () => {
    expect(printable("a\u001b[31m\n\tb\u202e")).toBe("a\\u001b[31m\\n\\tb\\u202e");
    expect(printableLines("a\u0007\nb")).toBe("a\\u0007\nb");
    expect(withoutControls("a\u0000\n\tb")).toBe("a\\u0000\n\tb");
  });

  it("say that the last known day is long ago after seven days", () => {
    const now = (day: string) => Date.parse(`${day}T12:00:00Z`);
    expect(stalenessNotes("2024-03-01", now("2024-03-08"))).toEqual([]);
    expect(stalenessNotes("2024-03-01", now("2024-03-09"))[0]).toContain("2024-03-01, was 8 days ago");
  });
});

describe("CSV", () => {
  it("quotes what it must, and makes formulas plain text but no number", () => {
    expect([isNumber(1), isNumber("-1.50"), isNumber("1."), isNumber("1e5"), isNumber(null)]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(['a"b', "a,b", "a\nb", "=1+1", "-x", "@x", null, 5, -5, "plain"].map(csvCell)).toEqual([
      ...['"a""b"', '"a,b"', '"a\nb"', "'=1+1", "'-x", "'@x", "", "5", "-5", "plain"],
    ]);
    expect(
      csvText([
        { a: "-1.5", b: null },
        { b: "=x", a: true },
      ]),
    ).toBe("a,b\r\n-1.5,\r\ntrue,'=x\r\n");
    expect(csvText([])).toBe("");
  });
});

it("ids are ordered by their bytes, also beyond the basic plane", () => {
  const ids = ["b", "a", "ab", "", "ﬀ", "😀", "é", "z", "a😀", "aﬀ"];
  const wanted = ids.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  expect(ids.toSorted(byBytes)).toEqual(wanted);
  expect(byBytes("same", "same")).toBe(0);
});

it("a header that is sent twice says nothing", () => {
  expect([
    headerOf({ headers: { a: "x", b: ["x", "y"] } }, "a"),
    headerOf({ headers: { b: ["x"] } }, "b"),
    headerOf({}, "a"),
  ]).toEqual([...["x", undefined, undefined]]);
});

it("what is worked out once per object is worked out once", () => {
  let calls = 0;
  const work = oncePer((key: { n: number }) => ({ n: key.n + ++calls }));
  const key = { n: 1 };
  expect([work(key).n, work(key).n, work({ n: 1 }).n]).toEqual([2, 2, 3]);
});

it("costs are units at list price, with what is free beside them, in the region that is asked for", () => {
  const list = readPrices();
  const { price, free } = list.prices.bigquery.query_tib;
  const [line, ...others] = costOf({ bigquery: { query_tib: free + 2, load_tib: 0 } }, list);
  expect(others).toEqual([]);
  expect([line?.what, line?.cost, line?.afterFree]).toEqual([
    "bigquery.query_tib",
    (free + 2) * price,
    2 * price,
  ]);
  expect(costOf({ bigquery: { query_tib: free / 2 } }, list)[0]?.afterFree).toBe(0);
  expect(list.fromElsewhere.services).toEqual([]);
  const unknown = readPrices(undefined, "mars-north1");
  expect(unknown.fromElsewhere.services).toContain("bigquery");
  expect(unknown.fromElsewhere.services).not.toContain("pubsub");
  expect(unknown.fromElsewhere.region).toBe(list.region);
});
