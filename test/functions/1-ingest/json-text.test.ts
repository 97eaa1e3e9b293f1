import { describe, expect, it } from "vitest";
import { jsonDocumentLines } from "../../../functions/1-ingest/formats/json-document.ts";
import { jsonTextLines } from "../../../functions/1-ingest/formats/json-lines.ts";

async function* bytesOf(text: string, size = 1e9): AsyncIterable<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const all = async (lines: AsyncIterable<string>) => {
  let text = "";
  for await (const line of lines) text += line;
  return text.trimEnd().split(/\r?\n/);
};
const document = (value: unknown) => all(jsonDocumentLines(bytesOf(JSON.stringify(value)), ","));
const lines = (text: string, size?: number) => all(jsonTextLines(bytesOf(text, size), ","));

const order = {
  id: 7,
  lines: [
    { sku: "P1", id: 1 },
    { sku: "P2", id: 2 },
  ],
};
const asRows = ["id,sku,lines_id", "7,P1,1", "7,P2,2"];

describe("a JSON document is read", () => {
  it("as its own list, as one order, or as the largest list in it", async () => {
    expect(await document([{ a: 1 }, { a: 2, b: 3 }])).toEqual(["a,b", "1,", "2,3"]);
    expect(await document(order)).toEqual(asRows);
    expect(await document({ page: 1, orders: [order] })).toEqual(asRows);
    expect(await document({ page: 1, customers: [{ a: 1 }], orders: [{ b: 1 }, { b: 2 }] })).toEqual([
      "b",
      "1",
      "2",
    ]);
  });

  it("down to the fourth level of objects, and below no more", async () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? { rows: [{ a: 1 }] } : { of: nested(depth - 1) };
    expect(await document(nested(3))).toEqual(["a", "1"]);
    expect(await document(nested(4))).toEqual([""]);
    expect(await document({ data: { id: 7, orders: [order] } })).toEqual(asRows);
  });
});

describe("JSON Lines are read", () => {
  it("as rows, however the bytes come, and blank lines count as lines", async () => {
    const text = '{"ä":"é"}\n\n  \n{"ä":{"b":null,"c":[1,2],"d":true}}\n';
    const rows = ["ä,ä_b,ä_c,ä_d", "é,,,", ',,"[1,2]",true'];
    for (const size of [1, 2, 3, 1000]) expect(await lines(text, size)).toEqual(rows);
    await expect(lines('{"a":1}\n\n{"a":')).rejects.toThrow("line 3 is not a JSON object");
    await expect(lines('{"a":1}\n7')).rejects.toThrow("line 2 is not a JSON object");
  });

  it("with the keys of their first thousand lines as header", async () => {
    const each = (count: number) => Array.from({ length: count }, () => '{"a":1}').join("\n");
    expect((await lines(`${each(999)}\n{"b":2}\n{"b":3}`)).at(-1)).toBe(",3");
    await expect(lines(`${each(1000)}\n{"b":2}`)).rejects.toThrow(
      'the key "b" does not stand in the first 1000 lines',
    );
  });

  it("with numbers as they stand there, and an order by its list of lines", async () => {
    expect(await lines('{"a":0.12345678901234567890,"b":1.50}')).toEqual([
      "a,b",
      "0.12345678901234567890,1.50",
    ]);
    expect(await lines(JSON.stringify({ ...order, taxes: [{ rate: 1 }] }))).toEqual([
      "id,taxes,sku,lines_id",
      '7,"[{""rate"":1}]",P1,1',
      '7,"[{""rate"":1}]",P2,2',
    ]);
    expect(await lines('{"id":7,"goods":[{"sku":"P1"}]}')).toEqual(["id,sku", "7,P1"]);
    await expect(lines('{"goods":[{"a":1}],"parcels":[{"b":1}]}')).rejects.toThrow(
      "line 1 has two lists of objects: goods, parcels",
    );
    await expect(lines('{"items":[{"a":1}],"lines":[{"b":1}]}')).rejects.toThrow("two lists of objects");
  });

  it("with nested keys joined, four deep; what lies deeper stays a text", async () => {
    expect(await lines('{"a":{"b":{"c":{"d":{"e":{"f":1}}}}}}')).toEqual(["a_b_c_d_e", '"{""f"":1}"']);
  });
});
