import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { contract, threeTexts } from "./contract.ts";
import { openStager, pieces } from "./stager.ts";

const stager = await openStager();
afterAll(() => stager.close());

const feed = contract(threeTexts);
const text = "a,b,c\n1,é,3\n4,5,6\n";
const expected = [
  ["1", "é", "3"],
  ["4", "5", "6"],
];
const cells = async (...given: Parameters<typeof stager.stage>) =>
  (await stager.stage(...given)).rows.map(({ a, b, c }) => [a, b, c]);

describe("case 58: compressed files", () => {
  it("are read as what their bytes are, whatever their name or their metadata say", async () => {
    for (const body of [Buffer.from(text), gzipSync(text)])
      for (const name of ["sales/2024-10-06.csv", "sales/2024-10-06.csv.gz"])
        for (const encoding of [{}, { contentEncoding: "gzip" }])
          for (const chunkSize of [1, 1000])
            expect(await cells(feed, body, { name, chunkSize, ...encoding })).toEqual(expected);
  });

  it("may be several gzip members in a row, however the bytes come", async () => {
    const members = Buffer.concat([
      gzipSync("a,b,c\n1,"),
      gzipSync("é,3\n"),
      gzipSync(""),
      gzipSync("4,5,6\n"),
    ]);
    for (let chunkSize = 1; chunkSize <= members.length; chunkSize += 7)
      expect(await cells(feed, members, { chunkSize })).toEqual(expected);
  });

  it("are rejected when they were cut short, wherever that was", async () => {
    const whole = gzipSync(text);
    for (let size = 2; size < whole.length; size++)
      await expect(stager.stage(feed, whole.subarray(0, size))).rejects.toThrow(
        /^the gzip data is damaged or cut/,
      );
  });

  it("are rejected when a byte was changed, or when something else follows", async () => {
    const damaged = Buffer.from(gzipSync(text));
    damaged.writeUInt8(damaged.readUInt8(damaged.length - 6) ^ 1, damaged.length - 6);
    const followed = [
      Buffer.from("1,2,3\n"),
      Buffer.alloc(20),
      Buffer.concat([Buffer.alloc(3), gzipSync("7,8,9\n")]),
    ];
    for (const body of [damaged, ...followed.map((more) => Buffer.concat([gzipSync(text), more]))])
      for (const chunkSize of [1, 1000])
        await expect(stager.stage(feed, body, { chunkSize })).rejects.toThrow(
          /^the gzip data (is damaged|ends after)/,
        );
  });

  it("inside one another are rejected, for nobody means that", async () => {
    await expect(stager.stage(feed, gzipSync(gzipSync(text)))).rejects.toThrow(/^byte 1 is not UTF-8/);
  });

  it("that the bucket hands out short are tried again, not rejected", async () => {
    const short = async function* () {
      yield gzipSync(text).subarray(0, 20);
      throw new Error("connection reset");
    };
    await expect(stager.stageStream(feed, short())).rejects.toThrow("connection reset");
    const truncated = stager.stageStream(
      feed,
      (async function* () {
        yield Buffer.from(text);
      })(),
    );
    await expect(truncated).rejects.not.toMatchObject({ name: "RejectedInput" });
  });
});

describe("case 59: a gigabyte from a megabyte", () => {
  it("is cut long before its end, and the rest is not read", async () => {
    const row = `1,${"x".repeat(1000)},3\n`.repeat(1042);
    const mebibytes = 16;
    const bomb = gzipSync(`a,b,c\n${row.repeat(16 * mebibytes)}`, { level: 9 });
    let asked = 0;
    const base = process.memoryUsage().rss;
    const chunks = async function* () {
      // A gigabyte: the same member over and over.
      for (let times = 0; times < 1024 / mebibytes; times++)
        for (const chunk of pieces(bomb, 16 * 1024)) {
          asked += chunk.length;
          yield chunk;
        }
    };
    await expect(stager.stageStream(feed, chunks())).rejects.toThrow(
      /^the compressed file grew to \d\d MiB from its first \d+ bytes; reading stopped/,
    );
    expect(asked).toBeLessThan(6 * bomb.length);
    expect(process.memoryUsage().rss - base).toBeLessThan(200 * 1024 * 1024);
    expect(stager.open).toBe(0);
  });

  it("is not suspected in a small file that repeats itself", async () => {
    const row = `1,${"x".repeat(1000)},3\n`;
    const { report } = await stager.stage(feed, gzipSync(`a,b,c\n${row.repeat(3000)}`));
    expect(report.rowsKept).toBe(3000);
  });
});

describe("a file that is rejected before its end", () => {
  it("is closed in the bucket, whatever was wrong with it", async () => {
    const long = "1,2,3\n".repeat(200_000);
    const bodies: (string | Buffer)[] = [
      "",
      `x,y,z\n${long}`,
      `a,b,c\n1,"2" 3,4\n${long}`,
      `a,b,c\n${long.repeat(2)}1,"2" 3,4\n${long}`,
      Buffer.concat([Buffer.from(`a,b,c\n1,`), Buffer.from([0xff]), Buffer.from(long)]),
      gzipSync(`x,y,z\n${long}`),
      gzipSync(`a,b,c\n1,"2" 3,4\n${long}`),
      Buffer.from(`\uFEFFx,y,z\n${long}`, "utf16le"),
    ];
    for (const body of bodies) {
      await expect(stager.stage(feed, body, { chunkSize: 32 * 1024 })).rejects.toThrow();
      expect(stager.open).toBe(0);
    }
  });
});
