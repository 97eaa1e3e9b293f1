import { describe, expect, it } from "vitest";
import { loadFeeds } from "../../shared/contracts/load-feeds.ts";
import { contractText } from "../functions/1-ingest/contract.ts";
import { put, temporaryFolder } from "../infra/cli/laptop-process.ts";
import { zipped } from "./archive.ts";
import { readExport } from "./read-export.ts";
import { workbook } from "./workbook.ts";

const head = "Receipt,Date,Item,Qty,Price";
const rows = (dates: readonly string[]) =>
  `${head}\n${dates.map((date, index) => `R${index},${date},Tea,${1 + (index % 3)},2.50`).join("\n")}\n`;

/** What a person is told of files that cannot be read. */
const told = async (files: Readonly<Record<string, string | Buffer>>): Promise<string> => {
  const { inference, rows: read } = await readExport(temporaryFolder(), files);
  expect(read).toEqual([]);
  return inference.unread.map(({ files: names, reason }) => `${names.join()}: ${reason}`).join("\n");
};

describe("a file that cannot be read says what is wrong, where, and what to do", () => {
  it.each([
    [
      "a workbook with a password",
      "a.xlsx",
      Buffer.from("d0cf11e0a1b11ae10000", "hex"),
      /with a password or of Excel before 2007: save it as \.xlsx without a password/,
    ],
    [
      "a web page that is called a workbook",
      "a.xls",
      "<html><table><tr><td>Receipt</td></tr></table></html>",
      /web page or XML, whatever its name says: open it in a spreadsheet and save it/,
    ],
    [
      "two tables on a sheet",
      "a.xlsx",
      workbook({
        Sales: [
          head.split(","),
          ["R1", "2024-03-13", "Tea", 1, 2.5],
          ["R2", "2024-03-13", "Tea", 2, 2.5],
          [],
          ["Customer", "Country", "Currency", "Amount", ""],
          ["Ann", "UK", "GBP", 7.5, ""],
        ],
      }),
      /line 5 looks like the header of a second table \(Customer, Country, Currency, Amount\): save each table/,
    ],
    [
      "an archive with two files",
      "a.zip",
      zipped({ "one.csv": rows(["2024-03-13"]), "two.csv": "a,b\n" }),
      /the ZIP archive holds 2 files \(one\.csv, two\.csv\); send one file in each archive/,
    ],
    [
      "an archive with a path upwards",
      "a.zip",
      zipped({ "../../one.csv": rows(["2024-03-13"]) }),
      /holds "\.\.\/\.\.\/one\.csv", a path that leads out of it/,
    ],
    [
      "an archive that swells",
      "a.zip",
      zipped({ "one.csv": Buffer.alloc(64 * 1024 * 1024, "a,") }),
      /"one\.csv" grew to \d+ MiB from \d+ bytes; reading stopped/,
    ],
    [
      "numbers alone",
      "a.csv",
      "1,2,3.5\n4,5,6.5\n7,8,9.5\n",
      /holds numbers alone \("1,2,3\.5"\): put a line/,
    ],
    [
      "a column that is needed twice",
      "a.csv",
      `${head},Price\nR1,2024-03-13,Tea,1,2.50,3.50\nR2,2024-03-13,Tea,1,2.50,3.50\n`,
      /two columns are headed "Price"/,
    ],
    [
      "days before months and after them in one column",
      "a.csv",
      rows(["13/03/2024", "14/03/2024", "03/15/2024", "03/16/2024"]),
      /column "Date" has days before months \("13\/03\/2024"\) and months before days \("03\/15\/2024"\)/,
    ],
    [
      "dates that may be read both ways all through",
      "a.csv",
      rows(["03/04/24", "05/06/24", "07/08/24"]),
      /can be day\/month or month\/day in every row. Say which with --dates dmy or --dates mdy/,
    ],
    ["a broken JSON document", "a.json", '{"orders": [{"id": 1,', /no JSON document, nor JSON Lines/],
    ["a cut Parquet file", "a.parquet", "PAR1 and nothing more", /the Parquet file is damaged or cut short/],
  ])("%s", async (_, name, content, message) => {
    expect(await told({ [name]: content })).toMatch(message);
  });

  it("two feeds that want the same path are refused, with both names", () => {
    const contracts = temporaryFolder();
    put(
      contracts,
      "a.yaml",
      contractText({ id: "STRING" }).replaceAll("sales", "a").replace("a/{date}", "x/{date}"),
    );
    put(
      contracts,
      "b.yaml",
      contractText({ id: "STRING" }).replaceAll("sales", "b").replace("b/{date}", "x/{date}"),
    );
    expect(() => loadFeeds(contracts)).toThrow('b.yaml: paths: "x/{date}*.csv" is a path of a as well');
  });
});

describe("what looks bad and is not", () => {
  it("mixed line ends, macros, and a list in a cell are read", async () => {
    const mixed = `${head}\r\nR1,2024-03-13,Tea,1,2.50\nR2,2024-03-14,Tea,2,2.50\rR3,2024-03-15,Tea,1,2.50\r\n`;
    const list = `{"receipt":"R4","date":"2024-03-16","item":"Tea","qty":1,"price":2.5,"tags":["a","b"]}\n`;
    const text = await readExport(temporaryFolder(), { "a.csv": mixed });
    expect(text.rows).toEqual([
      "R1|Tea|1|2.5|GBP||2024-03-13 00:00:00",
      "R2|Tea|2|2.5|GBP||2024-03-14 00:00:00",
      "R3|Tea|1|2.5|GBP||2024-03-15 00:00:00",
    ]);
    expect((await readExport(temporaryFolder(), { "b.jsonl": list.repeat(2) })).rows).toHaveLength(2);
    const sheet = workbook({ Sales: [head.split(","), ["R1", "2024-03-13", "Tea", 1, 2.5]] });
    expect((await readExport(temporaryFolder(), { "c.xlsm": sheet })).rows).toHaveLength(1);
  });

  it("files of two feeds with names alike are told apart", async () => {
    const { inference, rows: read } = await readExport(temporaryFolder(), {
      "export-1.csv": rows(["2024-03-13", "2024-03-14"]),
      "export-2.csv": "Customer ID,Name,Email,Country\nC1,Ann,a@b.example,UK\nC2,Bob,b@b.example,UK\n",
    });
    expect(inference.drafts.map(({ feed, files }) => [feed, files])).toEqual([
      ["transactions", ["export-1.csv"]],
      ["customers", ["export-2.csv"]],
    ]);
    expect(read).toHaveLength(2);
  });
});
