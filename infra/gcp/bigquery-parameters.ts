import type { Param, Params } from "../../shared/ports.ts";
import { parameterNames } from "../googlesql/statements.ts";
import type { JobConfiguration } from "./bigquery-jobs.ts";

/** A parameter of the REST interface. The elements of an array are in `arrayValues`. */
export type QueryParameter = NonNullable<NonNullable<JobConfiguration["query"]>["queryParameters"]>[number];

/** The parameters that a statement or script uses, with their types. */
export const parametersFor = (sql: string, params: Params): QueryParameter[] =>
  parameterNames(sql).map((name) => {
    const param = params[name];
    if (!param) throw new Error(`the statement needs @${name}, but it was not passed`);
    return { name, ...typed(param) };
  });

const typed = ({ type, value }: Param): Omit<QueryParameter, "name"> => {
  if (type === "ARRAY<DATE>" || type === "ARRAY<STRING>")
    return {
      parameterType: { type: "ARRAY", arrayType: { type: type === "ARRAY<DATE>" ? "DATE" : "STRING" } },
      parameterValue: { arrayValues: value.map((element) => ({ value: element })) },
    };
  return { parameterType: { type }, parameterValue: value === null ? {} : { value: String(value) } };
};
