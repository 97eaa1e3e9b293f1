import { expect, it } from "vitest";
import { jobFailed, jobFault } from "../../../infra/gcp/bigquery-faults.ts";

it.each([
  ["resourcesExceeded", "Resources exceeded during query execution", true],
  ["accessDenied", "Access Denied", false],
])("a job that fails with %s may fit in parts only if memory was short", (reason, message, isTooLarge) => {
  expect(jobFailed("j", jobFault({ reason, message }))).toMatchObject({ isTooLarge, isPoison: false });
});
