import { isNumber } from "../../../../shared/csv-text.ts";
import type { Row, Scalar } from "../../../../shared/ports.ts";

export interface AnswerColumn {
  readonly name: string;
  readonly isFigure: boolean;
  readonly isDay: boolean;
}

const isDay = (value: Scalar): boolean => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);

/** What the columns of an answer hold: the engine does not say it. One without any value is text. */
export const columnsOf = (rows: readonly Row[]): readonly AnswerColumn[] =>
  Object.keys(rows[0] ?? {}).map((name) => {
    const values = rows.flatMap((row) => row[name] ?? []);
    const every = (is: (value: Scalar) => boolean) => values.length > 0 && values.every(is);
    return { name, isFigure: every(isNumber), isDay: every(isDay) && values.length === rows.length };
  });
