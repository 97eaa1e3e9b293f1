import { afterAll, describe, it } from "vitest";
import { openStager } from "./stager.ts";
import { expectTable, no } from "./typed-table.ts";

const stager = await openStager();
afterAll(() => stager.close());

describe("case 53: numbers", () => {
  const x = no("not_a_number");

  it("NUMERIC takes plain decimals of up to 29 digits and 9 decimals, exactly, and nothing else", () =>
    expectTable(
      stager,
      { type: "NUMERIC" },
      {
        "12": "12.000000000",
        "-0": "0.000000000",
        "+3": "3.000000000",
        "007": "7.000000000",
        ".5": "0.500000000",
        "1.": "1.000000000",
        "0.1": "0.100000000",
        "2.55": "2.550000000",
        "123456789012345678.123456789": "123456789012345678.123456789",
        [`${"9".repeat(29)}.999999999`]: `${"9".repeat(29)}.999999999`,
        [`1${"0".repeat(29)}`]: x,
        [`${"1".repeat(40)}`]: x,
        "0.1234567891": x,
        "0.30000000000000004": x,
        "1,234.56": x,
        "1.234,56": x,
        "1 234": x,
        "(12.00)": x,
        "12-": x,
        "--1": x,
        "£5": x,
        "5%": x,
        "1e3": x,
        "1e400": x,
        NaN: x,
        Infinity: x,
        "0x10": x,
        "１２": x,
        "٣": x,
        "½": x,
        ".": x,
        "1_000": x,
        "": null,
      },
    ));

  it("NUMERIC with a decimal comma takes points between groups of three, and no decimal point", () =>
    expectTable(
      stager,
      { type: "NUMERIC", custom: { decimalComma: true } },
      {
        "12": "12.000000000",
        "12,5": "12.500000000",
        "1.234,56": "1234.560000000",
        "-1.000,00": "-1000.000000000",
        "1234,5": "1234.500000000",
        "1.234.567": "1234567.000000000",
        "1,234.56": x,
        "1.23": x,
        "12.34,5": x,
        "1234.567,8": x,
        "1,2,3": x,
        ",5": x,
        "(12,00)": x,
        "１２": x,
      },
    ));

  it("INT64 takes whole numbers within its range, also as a spreadsheet writes them", () => {
    const whole = no("not_a_whole_number");
    return expectTable(
      stager,
      { type: "INT64" },
      {
        "1": "1",
        "-0": "0",
        "+7": "7",
        "007": "7",
        "12.0": "12",
        "12.": whole,
        "12.5": whole,
        "9223372036854775807": "9223372036854775807",
        "-9223372036854775808": "-9223372036854775808",
        "9223372036854775808": whole,
        "99999999999999999999": whole,
        "1,234": whole,
        "1e3": whole,
        "0x10": whole,
        "１２": whole,
        "(1)": whole,
        NaN: whole,
        Infinity: whole,
      },
    );
  });

  it("FLOAT64 takes finite numbers, also with an exponent", () =>
    expectTable(
      stager,
      { type: "FLOAT64" },
      {
        "1.5": 1.5,
        "-0": -0,
        "1e3": 1000,
        "1E-3": 0.001,
        "1e308": 1e308,
        "1e400": x,
        NaN: x,
        nan: x,
        Infinity: x,
        "-inf": x,
        "0x10": x,
        "1.2.3": x,
        "１": x,
        "()": x,
      },
    ));

  it("BOOL takes the usual words in any case", () => {
    const bad = no("not_true_or_false");
    return expectTable(
      stager,
      { type: "BOOL" },
      {
        true: true,
        Yes: true,
        Y: true,
        T: true,
        "1": true,
        FALSE: false,
        no: false,
        "0": false,
        "2": bad,
        on: bad,
        wahr: bad,
      },
    );
  });
});
