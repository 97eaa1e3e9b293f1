import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { lingering } from "../../../functions/operations/erase/certificate.ts";

it("a certificate's days for copies in buckets are those that terraform sets: old versions, then soft delete", () => {
  const buckets = readFileSync("terraform/object-store.tf", "utf8");
  const line =
    /^ {4}(\w+) += \{ versioned = \w+, soft_delete_days = (\d+), old_versions_days = (\d+|null),/gm;
  const days = new Map(
    [...buckets.matchAll(line)].map(([, bucket = "", deleted, old]) => [
      bucket,
      Number(deleted) + (old === "null" ? 0 : Number(old)),
    ]),
  );
  expect(days.size).toBe(6);
  expect(lingering.slice(0, 3)).toMatchObject([
    { what: expect.stringContaining("staging"), days: days.get("staging") },
    { what: expect.stringContaining("serving"), days: days.get("serving") },
    { what: expect.stringContaining("state"), days: days.get("state") },
  ]);
});
