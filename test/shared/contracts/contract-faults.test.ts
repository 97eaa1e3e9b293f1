import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadFeeds, parseContract } from "../../../shared/contracts/load-feeds.ts";
import { faultOf, text } from "./changed-contract.ts";

describe("a sound contract", () => {
  it("has no fault, and neither has any that comes with Daybook", () => {
    expect(faultOf("1.0.0", "1.0.1")).toBe("none");
    expect(loadFeeds().length).toBeGreaterThanOrEqual(5);
  });
});

describe("case 67: a contract that names a table", () => {
  it("can name only its own in raw", () => {
    for (const table of [
      "clean.lines",
      "raw.customers",
      "raw.sales; drop table x",
      "other-project.raw.sales",
      "sales",
    ])
      expect(faultOf("raw.sales", JSON.stringify(table))).toBe(
        "sales.yaml:9: schema.0.physicalName: must be raw.sales, the feed's own table",
      );
    expect(faultOf("name: sales\nversion", "name: rejects\nversion")).toMatch(
      /^sales.yaml:4: name: "rejects" is the name of a table/,
    );
  });

  it("cannot share one with another contract, even by capital letters", () => {
    const folder = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
    writeFileSync(join(folder, "a.yaml"), text);
    writeFileSync(
      join(folder, "b.yaml"),
      text.replace("name: sales\nversion", "name: Sales\nversion").replace("raw.sales", "raw.Sales"),
    );
    expect(() => loadFeeds(folder)).toThrow('two contracts are named "sales"');
    rmSync(folder, { recursive: true });
  });

  it("cannot use an identifier that is more than one", () => {
    for (const name of ["a b", 'a"b', "a;b", "1a", "ä", "a".repeat(200), ""])
      expect(faultOf("name: price", `name: ${JSON.stringify(name)}`)).toMatch(
        /^sales.yaml:14: schema.0.properties.1.name: must be a plain identifier/,
      );
    for (const name of ["_row", "_object", "business_date"])
      expect(faultOf("name: price", `name: ${name}`)).toMatch(/^sales.yaml:14: .*Daybook adds itself/);
  });

  it("cannot use a name that BigQuery reserves, and is told a name that works", () => {
    for (const name of ["_file_date", "_TABLE_SUFFIX", "_partitiontime", "__root__x", "_ROW_TIMESTAMP"])
      expect(faultOf("name: price", `name: ${name}`)).toMatch(/BigQuery reserves names that begin with _/);
    expect(faultOf("name: price", "name: _file_size")).toContain(
      'name the column file_size, with the alias "_file_size"',
    );
  });
});

describe("a contract that could only fail when a file comes", () => {
  it("is refused with the line of each fault", () => {
    const at = (line: number, path: string, message: string) => `sales.yaml:${line}: ${path}: ${message}`;
    const price = "schema.0.properties.1";
    const limits = `${price}.quality.0.arguments`;
    for (const [from, to, message] of [
      ["minimum: 0", "minimum: none", at(18, `${limits}.minimum`, '"none" is not a valid NUMERIC')],
      [
        "minimum: 0",
        'minimum: "2024-01-01"',
        at(18, `${limits}.minimum`, '"2024-01-01" is not a valid NUMERIC'),
      ],
      [
        "minimum: 0",
        "wholeUnitsOf: ccy",
        at(18, `${limits}.wholeUnitsOf`, '"ccy" is not a STRING column of the feed'),
      ],
      ["minimum: 0", "maxLength: 5", at(18, `${limits}.maxLength`, "is for STRING, not for NUMERIC")],
      [
        "aliases, value: [ccy]",
        "aliases, value: [Price]",
        at(20, "schema.0.properties.2", '"currency" and "price" would both take a column headed "price"'),
      ],
      [
        "aliases, value: [ccy]",
        'formats, value: ["%d/%m/%Y"]',
        at(
          23,
          "schema.0.properties.2.customProperties.formats",
          "is for DATE, DATETIME, TIMESTAMP, not for STRING",
        ),
      ],
      [
        "aliases, value: [ccy]",
        "decimalComma, value: true",
        at(23, "schema.0.properties.2.customProperties.decimalComma", "is for NUMERIC, not for STRING"),
      ],
      [
        "aliases, value: [ccy]",
        "subject, value: true",
        at(
          23,
          "schema.0.properties.2.customProperties.subject",
          '"currency" must be a STRING of classification pii',
        ),
      ],
      [
        "loadMode, value: daily",
        "onDelete, value: forget",
        at(26, "customProperties.onDelete", 'Invalid option: expected one of "keep"|"retract"'),
      ],
      [
        "businessDate, value: sold_on",
        "businessDate, value: price",
        at(27, "customProperties.businessDate", '"price" must be a required DATE, DATETIME or TIMESTAMP'),
      ],
      [
        "businessDate, value: sold_on",
        "businessDate, value: day",
        at(27, "customProperties.businessDate", '"day" is not a column of the feed'),
      ],
      [
        "businessDate, value: sold_on",
        "encoding, value: utf-9",
        at(27, "customProperties.encoding", 'the encoding "utf-9" is not known'),
      ],
      [
        "businessDate, value: sold_on",
        'delimiter, value: "¦"',
        at(27, "customProperties.delimiter", "must be a tab or one ASCII punctuation mark, and not a quote"),
      ],
      [
        "businessDate, value: sold_on",
        "delimiter, value: '\"'",
        at(27, "customProperties.delimiter", "must be a tab or one ASCII punctuation mark, and not a quote"),
      ],
      [
        '["sales/{date}*.csv"]',
        '["sales/{day}.csv"]',
        at(25, "customProperties.paths.0", 'path "sales/{day}.csv": the only placeholders are {date} and *'),
      ],
      [
        "loadMode, value: daily",
        "loadMode, value: hourly",
        at(26, "customProperties.loadMode", 'Invalid option: expected one of "daily"|"snapshot"|"changes"'),
      ],
      [
        "loadMode, value: daily",
        "loadMode, value: changes",
        at(
          26,
          "customProperties.loadMode",
          'needs the setting "changes": it names the key, the operation and the position',
        ),
      ],
      ["status: active", "status: active\nstatus: draft", "sales.yaml:7: Map keys must be unique"],
    ] as const)
      expect(faultOf(from, to)).toContain(message);
  });

  it("is refused for a format that names no day, or that nobody knows", () => {
    const withFormat = (format: string) =>
      faultOf(
        "        required: true",
        `        required: true
        customProperties:
          - { property: formats, value: [${JSON.stringify(format)}] }`,
      );
    for (const format of ["%H:%M", "%m/%Y", "%d.%m.%Y %Q", "%Y-%m-%d %z", "%Y-%m-%d%", "dd.mm.yyyy"])
      expect(withFormat(format)).toMatch(
        /^sales.yaml:15: schema.0.properties.0.customProperties.formats: format "/,
      );
    for (const format of ["%d.%m.%Y", "%d %b %y, %I:%M %p", "%Y%m%d", "100%% %d|%m(%Y)"])
      expect(withFormat(format)).toBe("none");
  });

  it("is refused for a check against other rows that names what is not there", () => {
    const withCheck = (check: string) =>
      faultOf(
        "customProperties:\n  - { property: paths",
        `    quality:\n      - ${check}\ncustomProperties:\n  - { property: paths`,
      );
    const earlier = (change: readonly [string, string] = ["", ""]) =>
      withCheck(
        "{ metric: earlierRow, arguments: { name: e, rows: price < 0, needs: price > 0, same: [currency] }, severity: warn }".replace(
          ...change,
        ),
      );
    expect(earlier()).toBe("none");
    expect(earlier(["rows: price < 0", "rows: prize < 0"])).toContain(
      'schema.0.quality.0.arguments.rows: "prize" is not a column of the feed',
    );
    expect(earlier(["rows: price < 0", "rows: price"])).toContain(
      "arguments.rows: price is number, where true or false is needed",
    );
    expect(earlier(["[currency]", "[shop]"])).toContain('arguments.same: "shop" is not a column of the feed');
    expect(earlier(["severity: warn", "severity: quarantine"])).toBe("none");
    for (const severity of ["hold", "reject_file"])
      expect(earlier(["severity: warn", `severity: ${severity}`])).toContain(
        "severity: cannot keep out the file: other files decide whether a row breaks it",
      );
    expect(earlier(["severity: warn", "severity: loud"])).not.toContain("other files decide");
    expect(withCheck("{ metric: rowCount, mustBeGreaterThan: 0, severity: quarantine }")).toContain(
      "severity: cannot be quarantine: it judges the whole file, not single rows",
    );
    expect(earlier(["name: e", "name: duplicate"])).toContain(
      'arguments.name: "duplicate" is the name of a built-in rule',
    );
    expect(
      withCheck(
        "{ metric: sumOfRows, arguments: { name: t, column: total, feed: sales, of: price, by: currency }, severity: warn }",
      ),
    ).toContain('arguments.column: "total" is not a column of the feed');
    expect(withCheck("{ metric: sumOfRow, arguments: {}, severity: warn }")).toContain(
      "metric must be one of rowCount, duplicateValues, rule, earlierRow, sumOfRows",
    );
  });

  it("is refused for a sum over a feed or a column that is not there", () => {
    const folder = mkdtempSync(join(tmpdir(), "daybook-contracts-"));
    const withSum = (check: string) => {
      const changed = `    quality:\n      - { metric: sumOfRows, arguments: { name: total, column: price, ${check} }, severity: warn }\ncustomProperties:\n  - { property: paths`;
      writeFileSync(
        join(folder, "sales.yaml"),
        text.replace("customProperties:\n  - { property: paths", changed),
      );
      return () => loadFeeds(folder);
    };
    expect(withSum("feed: skus, of: item_retail_price, by: currency")).toThrow(/sales.yaml: total: /);
    expect(withSum("feed: nothing, of: price, by: currency")).toThrow(
      'sales.yaml: total: "nothing" is no feed',
    );
    expect(withSum("feed: sales, of: currency, by: currency")).toThrow(
      "currency is text, where number is needed",
    );
    expect(withSum("feed: sales, of: price * 2, by: currency")().length).toBeGreaterThan(5);
    rmSync(folder, { recursive: true });
  });

  it("is refused when its aliases multiply without end", () => {
    const bomb = Array.from({ length: 12 }, (_, index) =>
      index === 0 ? "a0: &a0 [x, x, x, x]" : `a${index}: &a${index} [${`*a${index - 1}, `.repeat(8)}]`,
    ).join("\n");
    expect(() => parseContract(bomb, "bomb.yaml")).toThrow(/^bomb.yaml:1: /);
  });
});
