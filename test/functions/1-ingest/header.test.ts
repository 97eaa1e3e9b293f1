import { afterAll, describe, expect, it } from "vitest";
import { contract } from "./contract.ts";
import { openStager } from "./stager.ts";

const stager = await openStager();
afterAll(() => stager.close());

const columns = {
  invoice_no: { required: true, custom: { aliases: ["InvoiceNo", "order id"] } },
  quantity: { type: "INT64", required: true },
  country: { custom: { aliases: ["land"] } },
};
const feed = contract(columns);
const valuesOf = async (...given: Parameters<typeof stager.stage>) =>
  (await stager.stage(...given)).rows.map(({ invoice_no, quantity, country }) => [
    invoice_no,
    quantity,
    country,
  ]);

describe("case 46: the header", () => {
  const expected = [["A1", "2", "UK"]];

  it("may come in another order, another case, with spaces or quotes, or by an alias", async () => {
    for (const text of [
      "invoice_no,quantity,country\nA1,2,UK\n",
      "country,invoice_no,quantity\nUK,A1,2\n",
      "INVOICE_NO,Quantity,COUNTRY\nA1,2,UK\n",
      "  invoice_no  ,quantity ,\tcountry\nA1,2,UK\n",
      '"Invoice No","Quantity","Country"\nA1,2,UK\n',
      "InvoiceNo,quantity,LAND\nA1,2,UK\n",
      "Order-ID,quantity,country\nA1,2,UK\n",
      "ｉｎｖｏｉｃｅ＿ｎｏ,quantity,country\nA1,2,UK\n",
      "\n\n  \ninvoice_no,quantity,country\nA1,2,UK\n",
    ])
      expect(await valuesOf(feed, text)).toEqual(expected);
  });

  it("rejects the file when two columns are headed alike, whatever they hold", async () => {
    for (const text of [
      "invoice_no,quantity,invoice_no\nA1,2,A2\n",
      "invoice_no,quantity,Invoice No\nA1,2,A2\n",
      "invoice_no,quantity,colour,Colour\nA1,2,x,y\n",
    ])
      await expect(stager.stage(feed, text)).rejects.toThrow(/^line 1: two columns are headed "/);
  });

  it("takes a column's own name before its alias, and keeps the other column aside", async () => {
    const { rows } = await stager.stage(feed, "order id,invoice_no,quantity\nalias,own,2\n");
    expect(rows).toMatchObject([{ invoice_no: "own", _rescued: '{"order id":"alias"}' }]);
  });

  it("rejects the file when it is missing, with a hint and without the data", async () => {
    const failure = stager.stage(feed, "A1,2,UK\nA2,3,FR\n");
    await expect(failure).rejects.toThrow(
      "line 1: none of the 3 columns is known; is the header line missing? Expected invoice_no, quantity",
    );
  });

  it("names its own line when blank lines stand before it", async () => {
    await expect(stager.stage(feed, "\n\ninvoice_no,country\nA1,UK\n")).rejects.toThrow(
      /^line 3: no column "quantity"/,
    );
  });
});

describe("case 47: a new column", () => {
  const text = 'invoice_no,quantity,gift wrap,note\nA1,2,yes,"a ""b""\nc"\nA2,3,,\n';

  it("is kept in _rescued and told in the notes", async () => {
    const { rows, report } = await stager.stage(feed, text);
    expect(rows.map(({ _rescued }) => JSON.parse(String(_rescued)))).toEqual([
      { "gift wrap": "yes", note: 'a "b"\nc' },
      { "gift wrap": null, note: null },
    ]);
    expect(report.notes).toContain("new column gift wrap kept in _rescued");
    expect(report.newColumns).toEqual(["gift wrap", "note"]);
  });

  it("rejects the file when the contract allows none", async () => {
    await expect(stager.stage(contract(columns, { newColumns: "reject" }), text)).rejects.toThrow(
      "line 1: the contract does not allow new columns: gift wrap, note",
    );
  });

  it("without a header of its own gets a name by its place", async () => {
    const { rows } = await stager.stage(feed, "invoice_no,quantity,,!,?,\nA1,2,x,y,z,w\n");
    expect(JSON.parse(String(rows[0]?.["_rescued"]))).toEqual({
      "(column 3)": "x",
      "!": "y",
      "?": "z",
      "(column 6)": "w",
    });
  });
});

describe("case 48: a missing column", () => {
  it("rejects the file when it is required, naming it, its aliases and what the file has", async () => {
    await expect(stager.stage(feed, "quantity,country\n2,UK\n")).rejects.toThrow(
      `line 1: no column "invoice_no" (nor InvoiceNo, order id). The file, split by commas, has: quantity, country. Add the file's name for invoice_no to its aliases in the contract. Or let \`contract infer\` draft a contract from the file.`,
    );
  });

  it("is null and told in the notes when it is optional", async () => {
    const { rows, report } = await stager.stage(feed, "invoice_no,quantity\nA1,2\n");
    expect(rows).toMatchObject([{ country: null }]);
    expect(report.notes).toEqual(["no column country"]);
  });
});

describe("case 50: names that mean something to JavaScript", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];

  it("are plain data as headers and as values", async () => {
    const text = `invoice_no,quantity,country,${names.join(",")}\n__proto__,2,constructor,${names.join(",")}\n`;
    const { rows } = await stager.stage(feed, text);
    expect(rows).toMatchObject([{ invoice_no: "__proto__", country: "constructor" }]);
    const rescued = String(rows[0]?.["_rescued"]);
    expect(rescued).toBe(`{${names.map((name) => `"${name}":"${name}"`).join(",")}}`);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it("are plain names as a contract's columns", async () => {
    const odd = contract(
      { constructor: "INT64", toString: "STRING", t_constructor: "STRING" },
      { maxRejectPercent: 100 },
    );
    const { rows, rejects, report } = await stager.stage(
      odd,
      "constructor,toString,t_constructor\n1,,x\nno,y,\n",
    );
    expect(rows).toMatchObject([{ constructor: "1", toString: null, t_constructor: "x" }]);
    expect(rejects).toMatchObject([{ record: '{"constructor":"no","toString":"y"}' }]);
    expect({ ...report.nulls }).toEqual({ toString: 1 });
    expect({ ...report.reasons }).toEqual({ "constructor: not_a_whole_number": 1 });
  });
});
