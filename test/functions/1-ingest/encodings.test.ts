import { afterAll, describe, expect, it } from "vitest";
import { contract, threeTexts } from "./contract.ts";
import { openStager } from "./stager.ts";

const stager = await openStager();
afterAll(() => stager.close());

const feed = contract(threeTexts);
const cells = async (...given: Parameters<typeof stager.stage>) =>
  (await stager.stage(...given)).rows.map(({ a, b, c }) => [a, b, c]);

describe("case 42: a byte-order mark and every kind of line end", () => {
  const lines = ["a,b,c", "1,two,3", "4,,6", "7,8,9"];
  const ends = { LF: "\n", CRLF: "\r\n", CR: "\r" };
  const expected = [
    ["1", "two", "3"],
    ["4", null, "6"],
    ["7", "8", "9"],
  ];

  for (const [name, end] of Object.entries(ends))
    for (const mark of ["", "\uFEFF"])
      it(`gives the same rows for ${name}${mark === "" ? "" : " after a mark"}, however the bytes come`, async () => {
        for (const text of [lines.join(end) + end, lines.join(end)])
          for (const chunkSize of [1, 2, 3, 1000])
            expect(await cells(feed, mark + text, { chunkSize })).toEqual(expected);
      });

  it("gives the same rows for all of them mixed in one file", async () => {
    expect(await cells(feed, "a,b,c\r\n1,two,3\n4,,6\r7,8,9\r\n")).toEqual(expected);
  });

  it("numbers the lines alike", async () => {
    for (const end of Object.values(ends)) {
      const { rows } = await stager.stage(feed, lines.join(end));
      expect(rows.map(({ _row }) => Number(_row))).toEqual([2, 3, 4]);
    }
  });
});

describe("case 51: bytes in another encoding than the contract's", () => {
  const latin = Buffer.from("a,b,c\n1,Caf\xe9,3\n", "latin1");

  it("reject a UTF-8 feed's file and name the byte, however the bytes come", async () => {
    for (const chunkSize of [1, 4, 1000])
      await expect(stager.stage(feed, latin, { chunkSize })).rejects.toThrow(/^byte 11 is not UTF-8/);
  });

  it("count the byte-order mark", async () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), latin]);
    await expect(stager.stage(feed, marked)).rejects.toThrow(/^byte 14 is not UTF-8/);
  });

  it("name a character that the end of the file cut in two", async () => {
    const cut = Buffer.from("a,b,c\n1,2,€").subarray(0, -1);
    await expect(stager.stage(feed, cut)).rejects.toThrow(/^byte 10 is not UTF-8/);
  });

  it("are read right once they are declared, by any of the encoding's names", async () => {
    for (const encoding of ["windows-1252", "Latin1", "iso-8859-1"]) {
      const declared = contract(threeTexts, { encoding });
      const body = Buffer.concat([latin, Buffer.from([0x80, 0x2c, 0x92, 0x2c, 0xff])]);
      for (const chunkSize of [1, 1000])
        expect(await cells(declared, body, { chunkSize })).toEqual([
          ["1", "Café", "3"],
          ["€", "’", "ÿ"],
        ]);
    }
  });

  it("are known by a UTF-16 mark without being declared", async () => {
    const text = "\uFEFFa,b,c\n1,Café 😀,3\n";
    const little = Buffer.from(text, "utf16le");
    const big = Buffer.from(little).swap16();
    for (const body of [little, big])
      for (const chunkSize of [1, 3, 1000])
        expect(await cells(feed, body, { chunkSize })).toEqual([["1", "Café 😀", "3"]]);
  });

  it("are read by the mark even where another encoding is declared", async () => {
    const declared = contract(threeTexts, { encoding: "windows-1252" });
    expect(await cells(declared, "\uFEFFa,b,c\n1,é,3\n")).toEqual([["1", "é", "3"]]);
  });

  it("reject UTF-16 without a mark by its control characters, and say what may help", async () => {
    const body = Buffer.from("a,b,c\n1,2,3\n", "utf16le");
    await expect(stager.stage(feed, body)).rejects.toThrow(/UTF-16 without a byte-order mark/);
    const declared = contract(threeTexts, { encoding: "utf-16le" });
    expect(await cells(declared, body)).toEqual([["1", "2", "3"]]);
  });

  it("reject damaged UTF-16 near the byte", async () => {
    const body = Buffer.from("\uFEFFa,b,c\n1,\ud800x,3\n", "utf16le");
    await expect(stager.stage(feed, body)).rejects.toThrow(
      /bytes from byte 2 on, the bytes are not utf-16le/,
    );
  });
});

describe("case 52: characters that should not be there", () => {
  const body = "a,b,c\n1,x\0y,3\n4,5,6\n\u001f\u001e,8,9\n10,11,\u007f\n";

  it("quarantine their rows, with the column and the rule, when the contract refuses them", async () => {
    const lenient = contract(threeTexts, { maxRejectPercent: 100 });
    const { rows, rejects, report } = await stager.stage(lenient, body);
    expect(rows.map(({ a }) => a)).toEqual(["4"]);
    expect(
      rejects.map(({ _row, column_name, value, rule }) => [Number(_row), column_name, value, rule]),
    ).toEqual([
      [2, "b", "xy", "control_character"],
      [4, "a", "", "control_character"],
      [5, "c", "", "control_character"],
    ]);
    expect(report.reasons).toEqual({
      "b: control_character": 1,
      "a: control_character": 1,
      "c: control_character": 1,
    });
  });

  it("are dropped, and their rows kept, when the contract strips them", async () => {
    const stripping = contract({ ...threeTexts, a: {} }, { controlCharacters: "strip" });
    expect(await cells(stripping, body)).toEqual([
      ["1", "xy", "3"],
      ["4", "5", "6"],
      [null, "8", "9"],
      ["10", "11", null],
    ]);
    expect(await cells(stripping, 'a,b,c\n"x"\0,2,3\n')).toEqual([["x", "2", "3"]]);
  });

  it("are not lost when a line holds nothing else", async () => {
    const lenient = contract(threeTexts, { maxRejectPercent: 100 });
    for (const text of ["a,b,c\n1,2,3\n\0\0\0\n", "a,b,c\n1,2,3\n\0\0\0"])
      expect((await stager.stage(lenient, text)).report).toMatchObject({ rowsIn: 2, rowsQuarantined: 1 });
  });

  it("reject the file when the header holds one", async () => {
    await expect(stager.stage(feed, "a,b\0,c\n1,2,3\n")).rejects.toThrow(
      /^line 1: the header holds a control/,
    );
  });

  it("reject the file when half a surrogate pair is written as UTF-8", async () => {
    const lone = Buffer.concat([
      Buffer.from("a,b,c\n1,"),
      Buffer.from([0xed, 0xa0, 0x80]),
      Buffer.from(",3\n"),
    ]);
    await expect(stager.stage(feed, lone)).rejects.toThrow(/^byte 8 is not UTF-8/);
  });

  it("are kept where they are only unusual: marks for right-to-left text, emoji, accents of their own", async () => {
    const text = ["\u202eabc\u200f", "👩‍👩‍👧‍👦 😀", "e\u0301\u00a0\u2028\u0085"];
    expect(await cells(feed, `a,b,c\n${text.join(",")}\n`)).toEqual([text]);
  });

  it("are cut between characters where a reject shows only the beginning of a value", async () => {
    const numbers = contract({ a: "INT64", b: {} }, { maxRejectPercent: 100 });
    const value = `${"x".repeat(199)}😀`;
    const { rejects } = await stager.stage(numbers, `a,b\n${value},${value}\n`);
    expect(rejects.map((reject) => String(reject["value"]))).toEqual([`${"x".repeat(199)}\ufffd`]);
  });
});
