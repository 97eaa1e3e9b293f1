import { sha256Of } from "../../shared/sha256.ts";

/** `dataset.table` from a contract as a BigQuery table reference. */
export const tableReference = (projectId: string, prefix: string, table: string) => {
  const [dataset, name, ...rest] = table.split(".");
  if (!dataset || !name || rest.length > 0) throw new Error(`table ${table}: must be dataset.table`);
  return { projectId, datasetId: `${prefix}${dataset}`, tableId: name };
};

// BigQuery allows 1,024 characters; the suffixes of load jobs need the rest.
const longestPlainId = 900;

/** Replaces characters that BigQuery refuses. A changed or shortened id ends in a digest, so that ids stay unique. */
export const safeJobId = (prefix: string, id: string): string => {
  const full = `${prefix}-${id}`;
  const safe = full.replace(/[^A-Za-z0-9_-]/g, "_");
  if (safe === full && safe.length <= longestPlainId) return safe;
  return `${safe.slice(0, longestPlainId)}-${shortDigest(full)}`;
};

/** Refuses a star, which BigQuery would read as a wildcard. Staged names contain none. */
export const objectUri = (bucket: string, name: string): string => {
  if (name.includes("*"))
    throw new Error(`object ${name}: a load cannot read an object with a star in its name`);
  return `gs://${bucket}/${name}`;
};

export const shortDigest = (text: string): string => sha256Of(text).slice(0, 16);
