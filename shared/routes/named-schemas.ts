import { z } from "zod";
import { ProblemDocument } from "./problem.ts";
import type { HttpRoute } from "./route.ts";

/** The schemas of an OpenAPI document: those of requests and answers have names, and are referred to by them. */
export interface NamedSchemas {
  /** By name, for `components`. */
  readonly components: Readonly<Record<string, unknown>>;
  /** A reference, or the schema itself if it has no name. */
  readonly of: (schema: z.ZodType, io: Direction) => unknown;
}

type Direction = "input" | "output";

const folder = "#/components/schemas/";

export const namedSchemas = (routes: readonly HttpRoute[]): NamedSchemas => {
  const names = { input: new Map<z.ZodType, string>(), output: new Map<z.ZodType, string>() };
  names.output.set(ProblemDocument, "Problem");
  for (const route of routes) {
    const subject = subjectOf(route);
    name(names.input, route.body, `${subject}Request`);
    name(names.output, route.replies.json, `${subject}Answer`);
  }
  return {
    components: { ...componentsOf(names.output, "output"), ...componentsOf(names.input, "input") },
    of: (schema, io) => {
      const known = names[io].get(schema);
      return known === undefined ? jsonSchema(schema, io) : { $ref: folder + known };
    },
  };
};

/** The first name counts: routes may share a schema. Two routes of one path differ by their method. */
const name = (names: Map<z.ZodType, string>, schema: z.ZodType | undefined, wanted: string): void => {
  if (!schema || names.has(schema) || schema instanceof z.ZodUnknown) return;
  names.set(schema, wanted);
};

/** `/v1/kpis/{name}` is about KpisName. */
const subjectOf = ({ path, method }: HttpRoute): string => {
  const words = path.split(/[^a-z0-9]+/i).filter((word) => word !== "" && word !== "v1");
  const subject = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return `${subject || "Root"}${method === "POST" && !path.startsWith("/v1/") ? "Post" : ""}`;
};

const componentsOf = (names: ReadonlyMap<z.ZodType, string>, io: Direction): Record<string, unknown> => {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    target: "draft-2020-12",
    io,
    uri: (id) => folder + id,
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]));
};

/** Without what only a schema of its own needs. */
const plain = (schema: object): unknown => {
  const { $schema: _, $id: __, id: ___, ...rest } = schema as Record<string, unknown>;
  return rest;
};

export const jsonSchema = (schema: z.ZodType, io: Direction): unknown =>
  plain(z.toJSONSchema(schema, { target: "draft-2020-12", io }));
