import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { type BenchCheck, checks, columns } from "./checks.ts";

/** Writes a folder with the contract of the feed `lines`: with the checks, or with none but the types. */
export const writeContract = (folder: string, withChecks: boolean): string => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "lines.yaml"), stringify(contract(withChecks ? checks : [])));
  return folder;
};

const contract = (asked: readonly BenchCheck[]): object => ({
  apiVersion: "v3.1.0",
  kind: "DataContract",
  id: "bench.lines",
  name: "lines",
  version: "1.0.0",
  status: "active",
  schema: [
    {
      name: "lines",
      physicalName: "raw.lines",
      properties: Object.entries(columns).map(([name, physicalType]) => {
        const own = asked.filter(({ column }) => column === name);
        return {
          name,
          physicalType,
          required: own.some(({ is }) => is === "required"),
          quality: own.flatMap(columnQuality),
        };
      }),
      quality: asked.flatMap(tableQuality),
    },
  ],
  customProperties: [
    { property: "paths", value: ["lines/{date}.csv"] },
    { property: "loadMode", value: "daily" },
  ],
});

const columnQuality = (check: BenchCheck): readonly object[] => {
  const limits = limitsOf(check);
  return limits ? [{ metric: "invalidValues", arguments: limits, severity: "quarantine" }] : [];
};

const limitsOf = (check: BenchCheck): object | undefined => {
  switch (check.is) {
    case "required":
    case "unique":
    case "atLeast":
      return undefined;
    case "validValues":
      return { validValues: check.words };
    case "pattern":
      return { pattern: check.pattern };
    case "maxLength":
      return { maxLength: check.limit };
    default:
      return { [check.is]: columns[check.column] === "DATE" ? check.limit : Number(check.limit) };
  }
};

const tableQuality = (check: BenchCheck): readonly object[] => {
  const { column } = check;
  if (check.is === "unique")
    return [{ metric: "duplicateValues", arguments: { properties: [column] }, severity: "quarantine" }];
  if (check.is !== "atLeast") return [];
  const holds = `${column} >= ${check.other}`;
  return [{ metric: "rule", arguments: { name: `${column}_rule`, holds }, severity: "quarantine" }];
};
