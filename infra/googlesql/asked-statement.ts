import { messageOf, RejectedInput } from "../../shared/errors.ts";
import { tablesIn } from "./rewrite.ts";
import { isReadOnly } from "./statements.ts";

/** A person's statement without its semicolon. Throws RejectedInput if it is not one SELECT over tables of these datasets. */
export const askedStatement = (sql: string, datasets: readonly string[]): string => {
  const statement = sql.trim().replace(/;$/, "");
  if (!isReadOnly(statement)) throw new RejectedInput("only a single SELECT statement can be run here");
  for (const name of tablesAsked(statement)) {
    const [dataset = "", table] = name.split(".");
    if (table !== undefined && !datasets.includes(dataset.toLowerCase()))
      throw new RejectedInput(`${name} cannot be read here; readable are ${datasets.join(", ")}`);
  }
  return statement;
};

/** As they are written: a table of a dataset has two parts, a common table one. */
export const tablesAsked = (statement: string): readonly string[] => {
  try {
    return tablesIn(statement).map(({ name }) => name);
  } catch (error) {
    throw new RejectedInput(messageOf(error), { cause: error });
  }
};
