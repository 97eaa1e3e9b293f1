import { z } from "zod";
import { offered } from "./find-routes.ts";
import { ProblemDocument } from "./problem.ts";
import { mediaTypes } from "./replies.ts";
import type { HttpRoute } from "./route.ts";

/** The route table as OpenAPI 3.1, made from the schemas that requests are checked against. */
export const openApi = (
  routes: readonly HttpRoute[],
  { title, description }: { readonly title: string; readonly description: string },
): unknown => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const others = paths[route.path] ?? {};
    const operation = describeOperation(route, Object.keys(others).length > 0);
    paths[route.path] = { [route.method.toLowerCase()]: operation, ...others };
  }
  return { openapi: "3.1.0", info: { title, version: "1.0.0", description }, paths };
};

const describeOperation = (route: HttpRoute, isSecond: boolean) => {
  const id = route.path.replaceAll(/[^a-z0-9]+/gi, "_").replaceAll(/^_|_$/g, "");
  const parameters = [...parametersIn("path", route.params), ...parametersIn("query", route.query)];
  return {
    summary: route.summary,
    operationId: isSecond ? `${id}_${route.method.toLowerCase()}` : id,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: jsonSchema(route.body, "input") } },
      },
    }),
    responses: {
      "200": { description: "The answer", content: replyContent(route) },
      default: {
        description: "What is wrong, where, and what to do (RFC 9457)",
        content: { "application/problem+json": { schema: jsonSchema(ProblemDocument, "output") } },
      },
    },
  };
};

const replyContent = (route: HttpRoute) =>
  Object.fromEntries(
    offered(route).map((format) => [
      mediaTypes[format],
      { schema: jsonSchema(route.replies[format] ?? z.unknown(), "output") },
    ]),
  );

const Properties = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
});

const parametersIn = (place: "path" | "query", schema: z.ZodType | undefined) => {
  if (!schema) return [];
  const { properties, required } = Properties.parse(jsonSchema(schema, "input"));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: property,
  }));
};

const jsonSchema = (schema: z.ZodType, io: "input" | "output"): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", io });
  return rest;
};
