import { z } from "zod";
import type { SavedModel } from "./model.ts";

/** Parses the settings of a saved model. Throws if another family saved it. */
export function savedSettings<Schema extends z.ZodType>(
  name: string,
  saved: SavedModel,
  schema: Schema,
): z.infer<Schema> {
  if (saved.family !== name) throw new Error(`a model of ${saved.family} cannot be loaded as ${name}`);
  return schema.parse(saved.settings);
}

/** Saves settings and arrays. The settings also get the layout of the arrays. */
export function saveArrays(family: string, settings: object, arrays: Arrays): SavedModel {
  const { layout, weights } = packArrays(arrays);
  return { family, settings: { ...settings, layout }, weights };
}

/** Named arrays of numbers, stored as one sequence of bytes. The layout is needed to read them back. */
type Arrays = Readonly<Record<string, Float64Array | Float32Array | Int32Array | Uint8Array>>;

export const Layout = z.array(
  z.strictObject({ name: z.string(), type: z.enum(["f64", "f32", "i32", "u8"]), length: z.int().min(0) }),
);
export type Layout = z.infer<typeof Layout>;

const KINDS = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u8: Uint8Array } as const;

function packArrays(arrays: Arrays): { readonly layout: Layout; readonly weights: Uint8Array } {
  const layout = Object.entries(arrays).map(([name, values]) => ({
    name,
    type: arrayType(values),
    length: values.length,
  }));
  const weights = new Uint8Array(layout.reduce((bytes, part) => bytes + padded(part), 0));
  let at = 0;
  for (const part of layout) {
    const values = arrays[part.name];
    if (values) weights.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += padded(part);
  }
  return { layout, weights };
}

/** Throws unless there are exactly as many bytes as the layout says. */
export function unpackArrays(layout: Layout, weights: Uint8Array): Arrays {
  const needed = layout.reduce((bytes, part) => bytes + padded(part), 0);
  if (needed !== weights.byteLength)
    throw new Error(`the weights have ${weights.byteLength} bytes where their layout needs ${needed}`);
  // Bytes from a file may start at any offset; a typed array must start at a multiple of its width.
  const { buffer } = Uint8Array.from(weights);
  let at = 0;
  return Object.fromEntries(
    layout.map((part) => {
      const from = at;
      at += padded(part);
      return [part.name, new KINDS[part.type](buffer, from, part.length)];
    }),
  );
}

export function arrayNamed<Kind extends Arrays[string]>(
  arrays: Arrays,
  name: string,
  kind: abstract new (...args: never[]) => Kind,
): Kind {
  const values = arrays[name];
  if (values instanceof kind) return values;
  throw new Error(`the weights have no ${kind.name} called ${name}`);
}

const padded = ({ type, length }: Layout[number]): number =>
  Math.ceil((KINDS[type].BYTES_PER_ELEMENT * length) / 8) * 8;

function arrayType(values: Arrays[string]): Layout[number]["type"] {
  if (values instanceof Float64Array) return "f64";
  if (values instanceof Float32Array) return "f32";
  return values instanceof Int32Array ? "i32" : "u8";
}
