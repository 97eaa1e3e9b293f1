import { afterAll, describe, expect, it } from "vitest";
import { contract, threeTexts } from "./contract.ts";
import { openStager } from "./stager.ts";

const stager = await openStager();
afterAll(() => stager.close());

const feed = contract(threeTexts);
const mebibyte = 1024 * 1024;

/** Bytes that are made while they are read, with how many of them were asked for and what memory they took. */
const endless = (first: string, filler: string, mebibytes: number) => {
  const chunk = Buffer.alloc(mebibyte, filler);
  const base = process.memoryUsage().rss;
  const seen = { mebibytes: 0, growth: 0 };
  const chunks = async function* () {
    yield Buffer.from(first);
    for (let count = 0; count < mebibytes; count++) {
      seen.mebibytes++;
      seen.growth = Math.max(seen.growth, process.memoryUsage().rss - base);
      yield chunk;
    }
  };
  return { chunks: chunks(), seen };
};

describe("case 57: a file that is one huge line", () => {
  it("of 200 MB is rejected after the first of them", async () => {
    for (const [first, reason] of [
      ["", /^line 1: a record is longer than 262144 bytes; is a line break missing\?/],
      ["a,b,c\n1,2,", /^line 2: a record is longer than 262144 bytes/],
      ['a,b,c\n1,2,3\n1,2,"', /^line 3: a quote opens here and the record grows past/],
    ] as const) {
      const { chunks, seen } = endless(first, "x", 200);
      await expect(stager.stageStream(feed, chunks)).rejects.toThrow(reason);
      expect(seen.mebibytes).toBeLessThanOrEqual(2);
    }
    expect(stager.open).toBe(0);
  });

  it("of delimiters, quotes or line breaks within quotes is rejected as early", async () => {
    for (const [first, filler] of [
      ["a,b,c\n", ","],
      ['a,b,c\n"', '""'],
      ['a,b,c\n"', "\n"],
      ["a,b,c\nx", '"'],
      ["a,b,c\n", "\0"],
      ['a,b,c\n"', "\0"],
    ] as const) {
      const { chunks, seen } = endless(first, filler, 200);
      await expect(stager.stageStream(feed, chunks)).rejects.toThrow(/^line 2: /);
      expect(seen.mebibytes).toBeLessThanOrEqual(2);
    }
  });

  it("of 200 MB of spaces takes no memory", async () => {
    const { chunks, seen } = endless("a,b,c\n1,2,", " ", 200);
    // It is read to its end, where its size and checksum are found to be made up.
    await expect(stager.stageStream(feed, chunks)).rejects.toThrow(/of 0 bytes/);
    expect(seen.mebibytes).toBe(200);
    expect(seen.growth).toBeLessThan(300 * mebibyte);
  });
});

describe("case 57: a file with a cell or a width beyond all use", () => {
  it("of a million characters is rejected with its line", async () => {
    for (const cell of ["x".repeat(1_000_000), `"${"x\n".repeat(500_000)}"`])
      await expect(stager.stage(feed, `a,b,c\n1,2,3\n1,${cell},3\n`)).rejects.toThrow(/^line 3: /);
  });

  it("of 10,000 columns is rejected, in the header or in a row", async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `c${index}`);
    await expect(stager.stage(feed, `a,${names.join(",")}\n`)).rejects.toThrow(
      "line 1: 10001 fields; at most 1000 are read",
    );
    await expect(stager.stage(feed, `a,b,c\n${",".repeat(9999)}\n`)).rejects.toThrow(
      "line 2: 10000 fields; at most 1000 are read",
    );
  });

  it("just within both limits is loaded", async () => {
    const names = ["a", "b", "c", ...Array.from({ length: 997 }, (_, index) => `extra ${index}`)];
    const { rows } = await stager.stage(
      feed,
      `${names.join(",")}\n${names.map((_, index) => index).join(",")}\n`,
    );
    expect(rows).toMatchObject([{ a: "0", b: "1", c: "2" }]);
    expect(Object.keys(JSON.parse(String(rows[0]?.["_rescued"]))).length).toBe(997);
    const long = "é".repeat(130_000);
    expect((await stager.stage(feed, `a,b,c\n1,${long},3\n`)).rows).toMatchObject([{ b: long }]);
  });
});

describe("a file of nothing but bad rows", () => {
  it("is counted to its end in bounded memory", async () => {
    const lenient = contract({ a: "INT64", b: "STRING" }, { maxRejectPercent: 100 });
    const { report } = await stager.stage(lenient, `a,b\n${"x,y\n1,2,3\n".repeat(30_000)}`);
    expect(report).toMatchObject({ rowsIn: 60_000, rowsKept: 0, rowsQuarantined: 60_000, parts: [] });
    expect(report.reasons).toEqual({ field_count: 30_000, "a: not_a_whole_number": 30_000 });
  });
});
