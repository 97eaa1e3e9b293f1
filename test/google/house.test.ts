import { describe, expect, it } from "vitest";
import { backlogFindings } from "./house-backlog.ts";
import {
  contractFindings,
  type Finding,
  jobIdFindings,
  loadFindings,
  scriptFindings,
  tableFindings,
} from "./house-bigquery.ts";
import {
  accountFindings,
  bucketFindings,
  busFindings,
  functionFindings,
  labelFindings,
  roleFindings,
  scheduleFindings,
  stageNameFindings,
} from "./house-deployment.ts";
import { laptopFindings, objectFindings } from "./house-objects.ts";
import { knownViolations } from "./known-violations.ts";

const areas: Readonly<Record<keyof typeof knownViolations, () => Finding[] | Promise<Finding[]>>> = {
  tables: tableFindings,
  contracts: contractFindings,
  scripts: scriptFindings,
  loads: loadFindings,
  jobIds: jobIdFindings,
  functions: functionFindings,
  stageNames: stageNameFindings,
  topics: busFindings,
  schedules: scheduleFindings,
  roles: roleFindings,
  accounts: accountFindings,
  buckets: bucketFindings,
  labels: labelFindings,
  backlogs: backlogFindings,
  objects: objectFindings,
  laptopBuckets: laptopFindings,
};

/** "place: rule", each once. */
const violationsIn = (findings: readonly Finding[]): string[] => [
  ...new Set(
    findings.flatMap(({ place, reasons }) => reasons.map((reason) => `${place}: ${reason.split(":")[0]}`)),
  ),
];

describe("the project breaks no rule of Google's but the known ones", () => {
  it.each(Object.entries(areas))("%s", async (area, find) => {
    const findings = await find();
    expect(findings.length).toBeGreaterThan(1);
    expect(violationsIn(findings).sort()).toEqual(
      [...knownViolations[area as keyof typeof knownViolations]].sort(),
    );
  });
});
