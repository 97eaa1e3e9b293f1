import type { BlockSchema, TypeSpec } from "./schema.ts";

/** Values as terraform sends them: MessagePack with one extension, for what is known only after apply. */
interface Msgpack {
  encode(value: unknown, options: { extensionCodec: unknown }): Uint8Array;
  decode(bytes: Uint8Array, options: { extensionCodec: unknown }): unknown;
  readonly ExtensionCodec: new () => {
    register(extension: { type: number; encode(value: unknown): Uint8Array | null; decode(): unknown }): void;
  };
}

// By name, so that type checking does not need this folder's own packages.
const packageName = "@msgpack/msgpack";
const { encode, decode, ExtensionCodec } = (await import(packageName)) as Msgpack;

class Unknown {}
export const unknown = new Unknown();

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => unknown,
});
// An unknown of which something is known, such as that it is not null.
extensionCodec.register({ type: 12, encode: () => null, decode: () => unknown });

export interface Wire {
  readonly msgpack?: Uint8Array;
}
export type Value = { [name: string]: unknown } | null;

export const toWire = (value: Value): Wire => ({ msgpack: Buffer.from(encode(value, { extensionCodec })) });

export const fromWire = (wire: Wire | undefined): Value =>
  wire?.msgpack?.length ? (decode(wire.msgpack, { extensionCodec }) as Value) : null;

type Make = (name: string, type: TypeSpec) => unknown;

/** What the configuration left open, as the provider says it at plan time. */
export const filled = (schema: BlockSchema, value: Value, make: Make): Value =>
  walk(schema, value, (name, type, current, isOptional) =>
    current === null || current === undefined || (!isOptional && current === unknown)
      ? make(name, type)
      : current,
  );

/** The same after apply: nothing is unknown any more. */
export const resolved = (schema: BlockSchema, value: Value, make: Make): Value =>
  walk(schema, value, (name, type, current) => (current === unknown ? make(name, type) : current));

type Step = (name: string, type: TypeSpec, current: unknown, isOptional: boolean) => unknown;

const walk = (schema: BlockSchema, value: Value, step: Step): Value => {
  if (value === null || (value as unknown) === unknown) return value;
  const next = { ...value };
  for (const [name, { type, required }] of Object.entries(schema.attributes))
    next[name] = required && value[name] !== unknown ? value[name] : step(name, type, value[name], true);
  for (const [name, type] of Object.entries(schema.computed))
    next[name] = step(name, type, value[name], false);
  for (const [name, block] of Object.entries(schema.blocks)) {
    const inner = value[name];
    if (Array.isArray(inner)) next[name] = inner.map((one) => walk(block, one as Value, step));
  }
  return next;
};

/** A made-up answer that has the shape of Google's. */
export const madeUp =
  (type: string, own: Value): Make =>
  (name, kind) => {
    if (kind === "number") return 1;
    if (kind === "bool") return false;
    if (kind !== "string") return Array.isArray(kind) && kind[0] === "map" ? {} : [];
    const given = ["account_id", "service", "name"]
      .map((key) => own?.[key])
      .find((text) => typeof text === "string");
    const label = (given ?? type).replace(/\.googleapis\.com$/, "");
    const email = `service-123456789012@${label}.iam.gserviceaccount.com`;
    if (/email/.test(name)) return email;
    if (name === "member") return `serviceAccount:${email}`;
    if (/^(uri|url|self_link)$/.test(name)) return `https://${label}.example`;
    return name === "id" ? `made-up/${type}/${label}` : `made-up-${name}`;
  };
