import type { Column, Feed } from "../../shared/contracts/feed.ts";
import { DECIMAL, literal } from "../duckdb-sql.ts";
import { textOf } from "./check-sql.ts";
import { valueSql } from "./value-sql.ts";

/** The typed value of each column: of its own text, and of the other column where the contract names one. */
export const columnValues = (feed: Feed, timeZone: string) => {
  const own = (column: Column) => valueSql(column, textOf(column.name), timeZone);
  const named = (name: string): Column => {
    const column = feed.columns.find((one) => one.name === name);
    if (!column) throw new Error(`${feed.name} has no column ${name}`);
    return column;
  };
  const amount = (column: Column): string =>
    column.dividedBy === undefined ? own(column) : quotient(own(column), own(named(column.dividedBy)));
  return (column: Column): string => {
    if (column.fractionOf !== undefined)
      return fraction(
        own(column),
        column.fractionOf.map((name) => amount(named(name))),
      );
    if (column.negativeFlips !== undefined) return `abs(${amount(column)})`;
    const flipping = feed.columns.find(({ negativeFlips }) => negativeFlips === column.name);
    const value = signed(column, amount(column));
    return flipping ? `case when ${amount(flipping)} < 0 then -abs(${value}) else ${value} end` : value;
  };
};

/** Negative in the rows that another column marks as refunds. */
const signed = ({ negativeWhere }: Column, value: string): string => {
  if (negativeWhere === undefined) return value;
  const marks = negativeWhere.values.map((mark) => literal(mark.toLowerCase())).join(", ");
  return `case when lower(${textOf(negativeWhere.column)}) in (${marks}) then -abs(${value}) else ${value} end`;
};

/** A discount as a share of the line's price. What takes off nothing of nothing takes off nothing. */
const fraction = (value: string, of: readonly string[]): string => {
  const whole = of.map((factor) => `cast(abs(${factor}) as double)`).join(" * ");
  const share = `cast(round(cast(abs(${value}) as double) / nullif(${whole}, 0), 9) as ${DECIMAL})`;
  return `case when ${value} = 0 then 0 else ${share} end`;
};

/** A line's total by its pieces, to nine decimals: DuckDB divides decimals as floats. */
const quotient = (total: string, count: string): string =>
  `cast(round(cast(${total} as double) / cast(nullif(${count}, 0) as double), 9) as ${DECIMAL})`;
