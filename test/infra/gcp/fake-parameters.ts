import { z } from "zod";
import type { Param, Params } from "../../../shared/ports.ts";

const Parameter = z.strictObject({
  name: z.string(),
  parameterType: z.union([
    z.strictObject({
      type: z.enum(["STRING", "INT64", "FLOAT64", "NUMERIC", "BOOL", "DATE", "DATETIME", "TIMESTAMP"]),
    }),
    z.strictObject({
      type: z.literal("ARRAY"),
      arrayType: z.strictObject({ type: z.enum(["DATE", "STRING"]) }),
    }),
  ]),
  parameterValue: z.strictObject({
    value: z.string().optional(),
    arrayValues: z.array(z.strictObject({ value: z.string() })).optional(),
  }),
});

export const QueryParameters = z.array(Parameter);
type Parameter = z.infer<typeof Parameter>;

export const paramsOf = (parameters: readonly Parameter[]): Params =>
  Object.fromEntries(parameters.map((parameter) => [parameter.name, paramOf(parameter)]));

const paramOf = ({ parameterType, parameterValue }: Parameter): Param => {
  if ("arrayType" in parameterType) {
    const value = (parameterValue.arrayValues ?? []).map((element) => element.value);
    return { type: parameterType.arrayType.type === "DATE" ? "ARRAY<DATE>" : "ARRAY<STRING>", value };
  }
  const { type } = parameterType;
  const value = parameterValue.value ?? null;
  return { type, value: type === "BOOL" && value !== null ? value === "true" : value };
};
