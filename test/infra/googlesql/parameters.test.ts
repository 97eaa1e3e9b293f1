import { describe, expect, it } from "vitest";
import { parameterTypes } from "../../sql/parameter-types.ts";

describe("parameterTypes", () => {
  it("reads the declarations before the first statement", () => {
    const text = `-- @dates array<date>, @first_day date
-- What the file is for. @not declared
-- @names ARRAY<STRING>, @limit int64
select 1; -- @late date`;

    expect([...parameterTypes(text)]).toEqual([
      ["dates", "ARRAY<DATE>"],
      ["first_day", "DATE"],
      ["names", "ARRAY<STRING>"],
      ["limit", "INT64"],
    ]);
  });

  it("finds none in a file without declarations", () => {
    expect(parameterTypes("select @a").size).toBe(0);
    expect(parameterTypes("").size).toBe(0);
  });

  it.each(["-- @day dates", "-- @day", "-- @day date and so on", "-- @a date, b date"])(
    "refuses %s",
    (line) => {
      expect(() => parameterTypes(`${line}\nselect 1`)).toThrow("cannot read the parameter declaration");
    },
  );
});
