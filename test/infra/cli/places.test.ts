import { expect, it } from "vitest";
import { envWith } from "../../../infra/cli/context.ts";
import { daybook, daybookWith } from "./laptop-process.ts";

it("a project names a deployment, whose buckets and region are those that Terraform gives by default", () => {
  expect(envWith({ project: "daybook-shop" })).toMatchObject({
    PLATFORM: "gcp",
    GOOGLE_CLOUD_PROJECT: "daybook-shop",
    DAYBOOK_LOCATION: "europe-west2",
    DAYBOOK_LANDING_BUCKET: "daybook-shop-daybook-landing",
    DAYBOOK_SERVING_BUCKET: "daybook-shop-daybook-serving",
    DAYBOOK_DATASET_PREFIX: "",
  });
});

it("a deployment's prefixes and region can be given", () => {
  const places = {
    project: "daybook-shop",
    region: "europe-west9",
    bucketPrefix: "shop",
    datasetPrefix: "test_",
  };

  expect(envWith(places)).toMatchObject({
    DAYBOOK_LOCATION: "europe-west9",
    DAYBOOK_STATE_BUCKET: "shop-state",
    DAYBOOK_DATASET_PREFIX: "test_",
  });
});

it("a home on the command line wins over a project in the environment", () => {
  expect(envWith({ home: "/tmp/h" })).toMatchObject({ PLATFORM: "local", DAYBOOK_HOME: "/tmp/h" });
  expect(envWith({})).toMatchObject({ PLATFORM: "local" });
});

it("DAYBOOK_PROJECT stands for --project, and its id is checked", async () => {
  const { code, stderr } = await daybookWith({ DAYBOOK_PROJECT: "123456789" }, "status");

  expect(code).toBe(2);
  expect(stderr).toContain("--project 123456789: a project's id has 6 to 30 lower-case letters");
});

it.each([
  [["--home", "h", "--project", "daybook-shop", "status"], "--home and --project exclude each other"],
  [["--project", "daybook-shop", "fit", "a.csv", "--target", "a", "--time", "b"], "does not go with fit"],
  [["--project", "daybook-shop", "generate", "--out", "x"], "does not go with generate"],
])("%j is wrong usage: %s", async (args, says) => {
  const { code, stderr } = await daybook(...args);

  expect(code).toBe(2);
  expect(stderr).toContain(says);
});
