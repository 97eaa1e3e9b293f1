import { z } from "zod";
import { RejectedInput } from "../../../../shared/errors.ts";
import type { Explored } from "../../../../shared/ports.ts";
import type { Question } from "../../../../shared/query/ask.ts";
import { type SavedQuery, savedQueries } from "../../../../shared/query/saved-queries.ts";
import { may, type Reader } from "../../reader.ts";
import type { Sources } from "../../sources/sources.ts";

/** Parameters of a saved question stand beside the address's own, such as the language. */
const parameterPrefix = "p.";
export const fieldOf = (parameter: string): string => `${parameterPrefix}${parameter}`;

const mostText = 20_000;
const text = z.string().max(mostText).catch("");

/** A question as it stands in an address: a statement, or a saved one by name with its parameters. */
export const AskQuery = z
  .looseObject({ sql: text, saved: text, draw: text })
  .transform(({ sql, saved, draw, ...others }) => ({
    sql,
    saved: savedQueries().find(({ name }) => name === saved),
    /** The column that is drawn. */
    draw,
    given: new Map(
      Object.entries(others).flatMap(([name, value]) =>
        name.startsWith(parameterPrefix) && typeof value === "string"
          ? [[name.slice(parameterPrefix.length), value.trim()] as const]
          : [],
      ),
    ),
  }));
export type AskQuery = z.infer<typeof AskQuery>;

export type Outcome = { readonly answer: Explored } | { readonly fault: string };

/** Undefined where nothing is asked. Only an analyst may see people, here as elsewhere. */
export const answered = async (
  { ask }: Pick<Sources, "ask">,
  reader: Pick<Reader, "role">,
  query: AskQuery,
  mostRows: number,
): Promise<Outcome | undefined> => {
  const question = questionOf(query);
  if (!question) return undefined;
  try {
    return { answer: await ask(question, { personal: may(reader, "analyst"), mostRows }) };
  } catch (error) {
    if (error instanceof RejectedInput) return { fault: error.message };
    throw error;
  }
};

const questionOf = ({ sql, saved, given }: AskQuery): Question | undefined => {
  if (sql.trim() !== "") return { sql };
  return saved && { saved: saved.name, params: Object.fromEntries(valuesOf(saved, given)) };
};

/** Only of parameters that the question has: an address may carry those of another. A field left empty means the default. */
const valuesOf = ({ parameters }: SavedQuery, given: AskQuery["given"]): readonly [string, string][] =>
  parameters.flatMap(({ name, fallback }): [string, string][] => {
    const value = given.get(name) ?? "";
    return value === "" && fallback !== undefined ? [] : [[name, value]];
  });
