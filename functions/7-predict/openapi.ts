import { z } from "zod";
import { ProblemDocument } from "./problem.ts";
import { type Route, routes } from "./routes.ts";

/** The interface as OpenAPI 3.1, made from the very schemas that requests are checked against. */
export const openApi = (): unknown => ({
  openapi: "3.1.0",
  info: {
    title: "Daybook predictions",
    version: "1.0.0",
    description: "What customers will spend and the company will sell, with intervals and reasons.",
  },
  paths: Object.fromEntries(
    routes.map((route) => [route.path, { [route.method.toLowerCase()]: operationOf(route) }]),
  ),
});

const operationOf = ({ says, path, takes, gives }: Route) => ({
  summary: says,
  operationId: path.replaceAll(/[^a-z0-9]+/gi, "_").replaceAll(/^_|_$/g, ""),
  ...(path.includes("{") && {
    parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
  }),
  ...(takes && {
    requestBody: { required: true, content: { "application/json": { schema: schemaOf(takes, "input") } } },
  }),
  responses: {
    "200": {
      description: "The answer",
      content: { "application/json": { schema: schemaOf(gives, "output") } },
    },
    default: {
      description: "What is wrong, where, and what to do (RFC 9457)",
      content: { "application/problem+json": { schema: schemaOf(ProblemDocument, "output") } },
    },
  },
});

const schemaOf = (schema: z.ZodType, io: "input" | "output"): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", io });
  return rest;
};
