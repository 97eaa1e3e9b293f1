import { z } from "zod";
import { offered } from "./find-routes.ts";
import { jsonSchema, type NamedSchemas, namedSchemas } from "./named-schemas.ts";
import { ProblemDocument } from "./problem.ts";
import { mediaTypes } from "./replies.ts";
import type { HttpRoute } from "./route.ts";

/** Who may ask. An empty requirement means that a home on this machine asks for nothing more. */
const security = [{ identityToken: [] }, {}];
const securitySchemes = {
  identityToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description:
      "On Google Cloud: an identity token of somebody who holds run.invoker, as `gcloud auth print-identity-token` gives it. A home on a laptop answers its own user without one.",
  },
};

/** The route table as OpenAPI 3.1, made from the schemas that requests are checked against. */
export const openApi = (
  routes: readonly HttpRoute[],
  { title, description }: { readonly title: string; readonly description: string },
): unknown => {
  const schemas = namedSchemas(routes);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const others = paths[route.path] ?? {};
    const operation = describeOperation(route, Object.keys(others).length > 0, schemas);
    paths[route.path] = { [route.method.toLowerCase()]: operation, ...others };
  }
  return {
    openapi: "3.1.0",
    info: {
      title,
      version: "1.0.0",
      description,
      license: { name: "Apache License 2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/", description: "Where this document was read" }],
    security,
    paths,
    components: { securitySchemes, schemas: schemas.components },
  };
};

const describeOperation = (route: HttpRoute, isSecond: boolean, schemas: NamedSchemas) => {
  const id = route.path.replaceAll(/[^a-z0-9]+/gi, "_").replaceAll(/^_|_$/g, "") || "root";
  const parameters = [...parametersIn("path", route.params), ...parametersIn("query", route.query)];
  const sent = route.form ? "application/x-www-form-urlencoded" : "application/json";
  return {
    summary: route.summary,
    operationId: isSecond ? `${id}_${route.method.toLowerCase()}` : id,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: true, content: { [sent]: { schema: schemas.of(route.body, "input") } } },
    }),
    responses: {
      "200": { description: "The answer", content: replyContent(route, schemas) },
      ...refusals(route, schemas),
    },
  };
};

/** What a client can do wrong here; `default` is all else. */
const refusals = ({ params, body }: HttpRoute, schemas: NamedSchemas) => {
  const content = { "application/problem+json": { schema: schemas.of(ProblemDocument, "output") } };
  const said = (description: string) => ({ description: `${description} (RFC 9457)`, content });
  return {
    "400": said("A parameter or a field is wrong: which one, and what it should be"),
    ...(params && { "404": said("There is nothing of this name") }),
    ...(body && {
      "413": said("The body is too large"),
      "415": said("The body is of another type"),
    }),
    default: said("What is wrong, where, and what to do"),
  };
};

const replyContent = (route: HttpRoute, schemas: NamedSchemas) =>
  Object.fromEntries(
    offered(route).map((format) => [
      mediaTypes[format],
      { schema: schemas.of(route.replies[format] ?? z.unknown(), "output") },
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
