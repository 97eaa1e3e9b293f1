import { z } from "zod";

/** NUMERIC, DATE, DATETIME and TIMESTAMP are texts; INT64 and FLOAT64 are numbers. */
export type Cell = string | number | boolean | null | readonly Cell[];

/** Engines may differ in the last digits of a FLOAT64, never before. */
export const comparable = (value: Cell): Cell => {
  if (typeof value === "number") return Number(value.toPrecision(12));
  return typeof value === "object" && value !== null ? value.map(comparable) : value;
};

const dayMs = 86_400_000;

/** A type's name in SQL as the reference implementation's type. */
export const typeProto = (name: string): object => {
  const element = /^array<(.+)>$/i.exec(name)?.[1];
  if (element !== undefined)
    return { typeKind: "TYPE_ARRAY", arrayType: { elementType: typeProto(element) } };
  const kind = name.toUpperCase() === "FLOAT64" ? "DOUBLE" : name.toUpperCase();
  return { typeKind: `TYPE_${kind}` };
};

export const encode = (value: Cell, type: string): object => {
  if (value === null) return {};
  const element = /^array<(.+)>$/i.exec(type)?.[1];
  if (element !== undefined) {
    if (!Array.isArray(value)) throw new Error(`${String(value)} is no ${type}`);
    return { arrayValue: { element: value.map((one: Cell) => encode(one, element)) } };
  }
  const encoder = encoders[type.toUpperCase()];
  if (encoder === undefined) throw new Error(`no encoding for ${type}`);
  return encoder(String(value));
};

const encoders: Readonly<Record<string, (text: string) => object>> = {
  INT64: (text) => ({ int64Value: text }),
  FLOAT64: (text) => ({ doubleValue: Number(text) }),
  STRING: (text) => ({ stringValue: text }),
  BOOL: (text) => ({ boolValue: text === "true" }),
  DATE: (text) => ({ dateValue: Date.parse(`${text}T00:00:00Z`) / dayMs }),
  DATETIME: (text) => ({ datetimeValue: { bitFieldDatetimeSeconds: String(packedSeconds(text)), nanos: 0 } }),
  NUMERIC: (text) => ({ numericValue: numericBytes(text) }),
};

/** Year, month, day, hour, minute and second side by side in one integer. */
const packedSeconds = (text: string): bigint => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[- :]/).map(Number);
  const pieces: readonly (readonly [number, bigint])[] = [
    [year, 26n],
    [month, 22n],
    [day, 17n],
    [hour, 12n],
    [minute, 6n],
    [second, 0n],
  ];
  return pieces.reduce((packed, [piece, shift]) => packed | (BigInt(piece) << shift), 0n);
};

/** NUMERIC travels as a little-endian integer of billionths. */
const numericBytes = (text: string): Uint8Array => {
  const [, sign = "", whole = "0", fraction = ""] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? [];
  const scaled = BigInt(sign + whole + fraction.padEnd(9, "0"));
  return Uint8Array.from({ length: 16 }, (_, index) =>
    Number(BigInt.asUintN(8, scaled >> BigInt(8 * index))),
  );
};

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const moment = z.object({ seconds: z.string().default("0"), nanos: z.number().default(0) });
const civilMoment = z.object({ bitFieldDatetimeSeconds: z.string(), nanos: z.number().default(0) });

const Value = z.object({
  int64Value: z.string().optional(),
  doubleValue: z.number().optional(),
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  dateValue: z.number().optional(),
  numericValue: bytes.optional(),
  timestampValue: moment.optional(),
  datetimeValue: civilMoment.optional(),
  arrayValue: z.object({ element: z.array(z.unknown()).default([]) }).optional(),
  structValue: z.object({ field: z.array(z.unknown()).default([]) }).optional(),
});

export const decode = (proto: unknown): Cell => {
  const value = Value.parse(proto ?? {});
  if (value.int64Value !== undefined) return Number(value.int64Value);
  if (value.dateValue !== undefined) return new Date(value.dateValue * dayMs).toISOString().slice(0, 10);
  if (value.numericValue !== undefined) return numericText(value.numericValue);
  if (value.timestampValue !== undefined) return timestampText(value.timestampValue);
  if (value.datetimeValue !== undefined) return datetimeText(value.datetimeValue.bitFieldDatetimeSeconds);
  if (value.arrayValue !== undefined) return value.arrayValue.element.map(decode);
  if (value.structValue !== undefined) return value.structValue.field.map(decode);
  return value.doubleValue ?? value.stringValue ?? value.boolValue ?? null;
};

const numericText = (encoded: Uint8Array): string => {
  const unsigned = encoded.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const scaled = BigInt.asIntN(encoded.length * 8, unsigned);
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(10, "0");
  const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`.replace(/\.?0+$/, "");
  return scaled < 0n ? `-${text}` : text;
};

const timestampText = ({ seconds, nanos }: z.infer<typeof moment>): string => {
  const text = new Date(Number(seconds) * 1000 + nanos / 1e6).toISOString();
  return `${text
    .replace("T", " ")
    .replace(/(\.\d*?)0*Z$/, "$1")
    .replace(/\.$/, "")}+00`;
};

const datetimeText = (packed: string): string => {
  const piece = (shift: bigint, mask: bigint, width: number): string =>
    String((BigInt(packed) >> shift) & mask).padStart(width, "0");
  const date = [piece(26n, 0xffffn, 4), piece(22n, 15n, 2), piece(17n, 31n, 2)].join("-");
  return `${date} ${[piece(12n, 31n, 2), piece(6n, 63n, 2), piece(0n, 63n, 2)].join(":")}`;
};
