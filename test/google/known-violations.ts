/** What the project breaks today, by area. Remove an entry when you fix it; never add one. */
export const knownViolations = {
  tables: [],
  contracts: [],
  scripts: [],
  loads: [],
  jobIds: [],
  functions: [],
  stageNames: [],
  topics: [],
  schedules: [],
  roles: [],
  accounts: [],
  buckets: [],
  labels: [],
  objects: [],
  laptopBuckets: [],
  backlogs: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;
