import { z } from "zod";
import type { Table } from "./table.ts";

const Created = z.object({
  namePath: z.array(z.string()),
  columns: z.array(
    z.object({ name: z.string(), column: z.object({ type: z.unknown() }).optional(), type: z.unknown() }),
  ),
});

/** The two fields that matter in the analyzer's nested answer for CREATE TABLE. */
export const createdTable = (answer: unknown): Table | undefined => {
  const create = find(answer, "resolvedCreateStatementNode");
  const columns = find(create, "columnDefinitionList") ?? find(create, "outputColumnList");
  if (columns === undefined) return undefined;
  const created = Created.parse({ namePath: find(create, "namePath"), columns });
  return {
    name: created.namePath.join("."),
    columns: created.columns.map(({ name, type, column }) => ({
      name,
      type: typeText(type ?? column?.type),
    })),
  };
};

const Type = z.object({
  typeKind: z.string(),
  arrayType: z.object({ elementType: z.unknown() }).optional().nullable(),
});

const typeText = (proto: unknown): string => {
  const { typeKind, arrayType } = Type.parse(proto);
  if (arrayType !== undefined && arrayType !== null) return `ARRAY<${typeText(arrayType.elementType)}>`;
  return typeKind === "TYPE_DOUBLE" ? "FLOAT64" : typeKind.replace("TYPE_", "");
};

/** The first value of the key, depth first. */
const find = (value: unknown, key: string): unknown => {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found: unknown = name === key ? inner : find(inner, key);
    if (found !== undefined && found !== null) return found;
  }
  return undefined;
};
