import { isObject, type JsonObject } from "./json-value.ts";

/** The keys under which a contract finds what Datastream says about a row. */
export const datastreamKeys = {
  change: "datastream_change",
  position: "datastream_position",
  time: "datastream_time",
} as const;

/**
 * An event of Datastream as one flat object: the row, what happened to it, and where that stands in the source's log.
 * Anything else is returned as it is. https://cloud.google.com/datastream/docs/events-and-streams
 */
export const unwrapDatastream = (value: JsonObject): JsonObject => {
  const { payload, source_metadata: source, read_method: method } = value;
  if (!isObject(payload) || !isObject(source) || typeof method !== "string") return value;
  const isBackfill = !/cdc/i.test(method);
  return {
    ...payload,
    [datastreamKeys.change]: isBackfill ? "SNAPSHOT" : operationOf(source),
    [datastreamKeys.position]: isBackfill ? "" : positionOf(source, value["sort_keys"]),
    [datastreamKeys.time]: value["source_timestamp"],
  };
};

/** A row as it was before an update is marked deleted, too: its change type says more. */
const operationOf = ({ change_type: type, is_deleted: deleted }: JsonObject): string => {
  if (typeof type === "string" && type !== "") return type;
  return deleted === true ? "DELETE" : "";
};

/**
 * The place in the log. Sort keys begin with a clock, which may jump: they are taken only where a source names nothing
 * better.
 */
const positionOf = (source: JsonObject, sortKeys: unknown): string => {
  const text = (key: string): string => textOf(source[key]);
  if (text("log_file") !== "") return `${text("log_file")}:${text("log_position")}`;
  if (text("scn") !== "") return [text("scn"), ...hexNumbers(text("rs_id")), text("ssn")].join(":");
  const lsn = text("lsn");
  if (lsn !== "") return lsn.includes("/") ? lsn : hexNumbers(lsn).join(":");
  return Array.isArray(sortKeys) ? sortKeys.map(textOf).join(":") : "";
};

/** Groups of hexadecimal digits as decimal numbers, which sort by their value. */
const hexNumbers = (text: string): readonly string[] =>
  text
    .replace(/^0x/i, "")
    .split(/[.:]/)
    .filter((group) => /^[0-9a-f]+$/i.test(group.trim()))
    .map((group) => BigInt(`0x${group.trim()}`).toString());

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
