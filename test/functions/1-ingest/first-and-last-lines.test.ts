import { afterAll, describe, expect, it } from "vitest";
import { contract } from "./contract.ts";
import { openStager } from "./stager.ts";

const stager = await openStager();
afterAll(() => stager.close());

const columns = { invoice_no: { required: true }, quantity: { type: "INT64", required: true } };
const feed = contract(columns);

describe("case 60: a file without rows", () => {
  const accepting = contract(columns, { emptyFile: "accept" });

  it("is rejected by default, empty or with no more than a header", async () => {
    for (const empty of ["", "\uFEFF"])
      await expect(stager.stage(feed, empty)).rejects.toThrow("the file is empty");
    await expect(stager.stage(feed, "\n \n\n")).rejects.toThrow("the file has no header line");
    for (const bare of ["invoice_no,quantity", "invoice_no,quantity\n\n"])
      await expect(stager.stage(feed, bare)).rejects.toThrow("the file has a header but no rows");
  });

  it("is accepted as no rows when the contract says so", async () => {
    for (const empty of ["", "\uFEFF", "invoice_no,quantity\n"]) {
      const { report, rows } = await stager.stage(accepting, empty);
      expect(rows).toEqual([]);
      expect(report).toMatchObject({ rowsIn: 0, rowsKept: 0, rowsQuarantined: 0, parts: [] });
    }
  });

  it("is rejected all the same when its header cannot be the feed's", async () => {
    await expect(stager.stage(accepting, "quantity\n")).rejects.toThrow(/no column "invoice_no"/);
  });
});

describe("case 61: a closing line that states the number of rows", () => {
  const closed = contract(columns, { trailer: "END" });
  const rows = (count: number) =>
    `invoice_no,quantity\n${Array.from({ length: count }, (_, index) => `A${index},1\n`).join("")}`;

  it("is no row, and passes when it is right", async () => {
    for (const trailer of ["END,10000", "END,10000\n", '"END", 10000 ,,,\r\n\n']) {
      const { report } = await stager.stage(closed, rows(10_000) + trailer);
      expect(report).toMatchObject({ rowsIn: 10_000, rowsKept: 10_000 });
    }
  });

  it("rejects the file as cut short when a row is missing", async () => {
    await expect(stager.stage(closed, `${rows(9999)}END,10000\n`)).rejects.toThrow(
      "the closing line states 10000 rows, the file has 9999; was it cut short?",
    );
  });

  it("rejects the file when it is missing itself, as where the file was cut between two lines", async () => {
    for (const body of [rows(10), "", "invoice_no,quantity\n"])
      await expect(
        stager.stage(contract(columns, { trailer: "END", emptyFile: "accept" }), body),
      ).rejects.toThrow('there is no closing line "END"; was the file cut short?');
  });

  it("rejects the file when it states no number, or when rows follow", async () => {
    await expect(stager.stage(closed, `${rows(2)}END,two\n`)).rejects.toThrow(
      /^line 4: the closing line does not/,
    );
    await expect(stager.stage(closed, `${rows(2)}END,2\nA9,1\n`)).rejects.toThrow(
      /^line 5: there are rows after/,
    );
  });

  it("counts bad rows as rows", async () => {
    const lenient = contract(columns, { trailer: "END", maxRejectPercent: 100 });
    const { report } = await stager.stage(lenient, "invoice_no,quantity\nA1,1\nA2\nA3,x\nEND,3\n");
    expect(report).toMatchObject({ rowsIn: 3, rowsKept: 1, rowsQuarantined: 2 });
  });
});
