const LONGEST_NAME_BYTES = 1024;

/** Google Cloud Storage's rule without dots: a bucket is a folder beside the index. */
export const requireBucketName = (name: string): void => {
  if (/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/.test(name)) return;
  throw new Error(`bucket "${name}": use 3 to 63 of a-z, 0-9, - and _, a letter or digit first and last`);
};

export const requireObjectName = (name: string): void => {
  requireWellFormed(name);
  if (/[\r\n]/.test(name) || name === "." || name === ".." || name.startsWith(".well-known/acme-challenge/"))
    throw new Error(`object name ${JSON.stringify(name.slice(0, 80))}: Google Cloud Storage refuses it`);
  const bytes = Buffer.byteLength(name);
  if (bytes >= 1 && bytes <= LONGEST_NAME_BYTES) return;
  throw new Error(`object name "${name.slice(0, 80)}": ${bytes} bytes, must be 1 to ${LONGEST_NAME_BYTES}`);
};

/** SQLite would store a lone surrogate as U+FFFD, so that two names would become one. */
export const requireWellFormed = (name: string): void => {
  if (!name.isWellFormed()) throw new Error(`object name ${JSON.stringify(name)}: not well-formed Unicode`);
};
