import { createHash } from "node:crypto";

/** `dataset.table` from a contract, as BigQuery's configuration wants it. */
export const tableReference = (projectId: string, prefix: string, table: string) => {
  const [dataset, name, ...rest] = table.split(".");
  if (!dataset || !name || rest.length > 0) throw new Error(`table ${table}: must be dataset.table`);
  return { projectId, datasetId: `${prefix}${dataset}`, tableId: name };
};

const longestPlainId = 900;

/**
 * A caller's id as a job id. Different ids stay different: one that had to be changed or cut carries a
 * digest of what it was. Room is left for the suffixes of the jobs that a load is made of.
 */
export const jobIdOf = (prefix: string, id: string): string => {
  const full = `${prefix}-${id}`;
  const safe = full.replace(/[^A-Za-z0-9_-]/g, "_");
  if (safe === full && safe.length <= longestPlainId) return safe;
  return `${safe.slice(0, longestPlainId)}-${digestOf(full)}`;
};

/** A star would be a wildcard. Staged names have none. */
export const uriOf = (bucket: string, name: string): string => {
  if (name.includes("*")) throw new Error(`object ${name}: a load cannot name an object with a star`);
  return `gs://${bucket}/${name}`;
};

export const digestOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 16);
