import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { graph } from "../../../functions/graph.ts";
import { examineWork } from "../../../functions/operations/doctor/pending-work.ts";
import { fetchAnswer } from "../../../infra/gcp/ask-google.ts";
import { bucketNames, type CloudNames, examineCloud } from "../../../infra/gcp/doctor/deployment.ts";
import { node } from "../../../infra/local/doctor/machine.ts";
import { queuesIn } from "../../../shared/stage-graph.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";
import { writeJson } from "../../../shared/work/json-object.ts";
import { ledgerIn } from "../../../shared/work/ledger.ts";
import { memoryStore } from "../../e2e/delivery/memory-store.ts";
import { daybook, temporaryFolder } from "./laptop-process.ts";

const names: CloudNames = {
  project: "daybook-shop",
  region: "europe-west2",
  bucketPrefix: "shop",
  datasetPrefix: "",
  tables: ["raw.transactions", "clean.lines"],
  topics: ["daybook-clean"],
  told: ["daybook-alerts"],
};

const clock = { now: () => new Date("2026-11-21T12:00:00Z"), sleep: async () => {} };

type Answers = Readonly<Record<string, object | readonly [number, string]>>;

const bigquery = "bigquery.googleapis.com/bigquery/v2/projects/daybook-shop/datasets";
const pubsub = "pubsub.googleapis.com/v1/projects/daybook-shop";
const monitoring = "monitoring.googleapis.com/v3/projects/daybook-shop/timeSeries";
const billing = "cloudbilling.googleapis.com/v1/projects/daybook-shop/billingInfo";
const functions = "cloudfunctions.googleapis.com/v2/projects/daybook-shop/locations";
const scheduler = "cloudscheduler.googleapis.com/v1/projects/daybook-shop/locations";
const apis = [
  "bigquery",
  "cloudfunctions",
  "cloudscheduler",
  "eventarc",
  "monitoring",
  "pubsub",
  "run",
  "storage",
];
const deployed: Answers = {
  "cloudresourcemanager.googleapis.com/v1/projects/daybook-shop": {
    lifecycleState: "ACTIVE",
    projectNumber: "1",
  },
  "serviceusage.googleapis.com/v1/projects/daybook-shop/services": {
    services: apis.map((api) => ({ name: `projects/1/services/${api}.googleapis.com` })),
  },
  ...Object.fromEntries(
    bucketNames.map((name) => [
      `storage.googleapis.com/storage/v1/b/shop-${name}`,
      { location: "EUROPE-WEST2" },
    ]),
  ),
  [`${bigquery}/raw`]: { location: "europe-west2" },
  [`${bigquery}/raw/tables`]: { tables: [{ tableReference: { tableId: "transactions" } }] },
  [`${bigquery}/clean`]: { location: "europe-west2" },
  [`${bigquery}/clean/tables`]: { tables: [{ tableReference: { tableId: "lines" } }] },
  [`${pubsub}/topics/daybook-clean`]: {},
  [`${pubsub}/topics/daybook-alerts`]: {},
  [`${pubsub}/subscriptions/daybook-clean`]: { pushConfig: { pushEndpoint: "https://clean.example" } },
  [`${pubsub}/subscriptions/daybook-clean-dead`]: {},
  [monitoring]: {},
  [billing]: { billingEnabled: true },
  ...Object.fromEntries(
    [functions, scheduler].map((place) => [place, { locations: [{ locationId: "europe-west2" }] }]),
  ),
};

let answers = deployed;
let searched = new URLSearchParams();
const google = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  if (pathname.endsWith("/timeSeries")) searched = searchParams;
  const found = answers[pathname.slice(1)] ?? [404, "Not found"];
  const [status, message] = Array.isArray(found) ? found : [200, undefined];
  response.statusCode = status;
  response.end(JSON.stringify(message === undefined ? found : { error: { message } }));
});
let base = "";
beforeAll(async () => {
  await new Promise<void>((done) => google.listen(0, "127.0.0.1", done));
  const address = google.address();
  base = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});
afterAll(() => google.close());

const examined = async (change: Answers = {}) => {
  answers = { ...deployed, ...change };
  const ask = (url: string) => fetchAnswer(url.replace("https:/", base), new Headers(), names.project);
  return examineCloud(ask, names, clock);
};

it("a complete deployment has nothing to do", async () => {
  const checks = await examined();
  expect(checks.filter(({ state }) => state !== "fine")).toEqual([]);
  expect(checks.map(({ check }) => check)).toContain("topic daybook-clean");
});

it.each([
  [
    "a missing project",
    "cloudresourcemanager.googleapis.com/v1/projects/daybook-shop",
    [404, "Project not found"],
    "project daybook-shop",
    "gcloud projects create daybook-shop",
  ],
  [
    "an expired token",
    "cloudresourcemanager.googleapis.com/v1/projects/daybook-shop",
    [401, "Request had invalid authentication credentials"],
    "project daybook-shop",
    "gcloud auth application-default login",
  ],
  [
    "an API that is off",
    `${bigquery}/raw`,
    [403, "BigQuery API has not been used in project 1 before: bigquery.googleapis.com/overview"],
    "dataset raw",
    "gcloud services enable bigquery.googleapis.com --project daybook-shop",
  ],
  [
    "a bucket's name that another project owns",
    "storage.googleapis.com/storage/v1/b/shop-landing",
    [403, "does not have storage.buckets.get access"],
    "bucket landing",
    "set bucket_prefix",
  ],
  [
    "a bucket in another region",
    "storage.googleapis.com/storage/v1/b/shop-landing",
    { location: "US" },
    "bucket landing",
    "must share a region",
  ],
  [
    "dead-letter messages that cannot be counted",
    monitoring,
    [403, "Cloud Monitoring API has not been used in project 1 before: monitoring.googleapis.com/overview"],
    "dead letters",
    "gcloud services enable monitoring.googleapis.com --project daybook-shop",
  ],
  [
    "a project without a billing account",
    billing,
    { billingEnabled: false },
    "billing",
    "gcloud billing projects link daybook-shop",
  ],
  [
    "a region where a service is missing",
    scheduler,
    { locations: [{ locationId: "us-central1" }] },
    "region",
    "another region",
  ],
  ["a dataset without its tables", `${bigquery}/clean/tables`, {}, "dataset clean", "terraform apply"],
  [
    "a topic that is gone",
    `${pubsub}/topics/daybook-clean`,
    [404, "gone"],
    "topic daybook-clean",
    "terraform apply",
  ],
  [
    "a topic of news that is gone",
    `${pubsub}/topics/daybook-alerts`,
    [404, "gone"],
    "topic daybook-alerts",
    "terraform apply",
  ],
] as const)("says what to do about %s", async (_, at, answer, check, todo) => {
  const broken = (await examined({ [at]: answer })).filter(({ state }) => state === "broken");
  expect(broken.map((each) => each.check)).toEqual([check]);
  expect(broken[0]?.todo).toContain(todo);
});

it("names the services that a region lacks, and does not ask those whose API is off", async () => {
  const elsewhere = { locations: [{ locationId: "us-central1" }] };
  const checks = await examined({ [scheduler]: elsewhere, [functions]: elsewhere });
  expect(checks.find(({ check }) => check === "region")?.says).toBe(
    "Cloud Run functions and Cloud Scheduler are not offered in europe-west2",
  );
  const off = [403, "Cloud Scheduler API has not been used in project 1 before"] as const;
  const unknown = await examined({ [scheduler]: off, [billing]: off });
  expect(unknown.filter(({ state }) => state !== "fine")).toEqual([]);
});

it("reports dead-letter messages of a stage: how many, in which subscription, and what to do", async () => {
  const counted = (id: string, ...points: string[]) => ({
    resource: { type: "pubsub_subscription", labels: { project_id: "daybook-shop", subscription_id: id } },
    points: points.map((int64Value) => ({ value: { int64Value } })),
  });
  const checks = await examined({
    [monitoring]: { timeSeries: [counted("daybook-clean-dead", "2", "5"), counted("other-dead", "7")] },
  });
  const [messages, ...others] = checks.filter(({ state }) => state !== "fine");
  expect(others).toEqual([]);
  expect(messages).toMatchObject({ check: "dead letters of daybook-clean", state: "look" });
  expect(messages?.says).toContain(
    "2 wake-ups given up after ten attempts, in the subscription daybook-clean-dead",
  );
  expect(messages?.todo).toContain("gcloud pubsub subscriptions seek daybook-clean-dead --time=");
  expect(messages?.todo).toContain("dead_letters in terraform/alerts.yaml");
  expect(readFileSync("terraform/alerts.yaml", "utf8")).toMatch(/^dead_letters:$/m);
  expect(searched.get("filter")).toContain('monitoring.regex.full_match("daybook-.*-dead")');
  expect(searched.get("interval.startTime")).toBe("2026-11-21T11:45:00.000Z");
  expect(
    (await examined({ [monitoring]: { timeSeries: [counted("daybook-clean-dead", "0", "5")] } })).at(-1),
  ).toMatchObject({
    state: "fine",
    says: "none",
  });
});

it("reports files given up, work that waits too long, and a worker that stopped midway", async () => {
  const state = memoryStore({ classA: 0, classB: 0 });
  await ledgerIn(state, clock).advance(
    { feed: "transactions", object: "transactions/a.csv", generation: "1", fileDate: "2024-01-01" },
    { state: "STUCK", reason: "it is damaged" },
  );
  await dirtySetIn(state).add("clean", "a", { feed: "transactions", fileDate: "2024-01-01", days: [] });
  await writeJson(state, "lease/v1/aggregate.json", {
    holder: "w1",
    expires: "2026-11-21T11:00:00Z",
    epoch: 3,
    intent: { kind: "metrics", jobId: "j", payload: {} },
  });
  const looks = (await examineWork({ state, clock }, queuesIn(graph))).filter(
    (each) => each.state === "look",
  );
  expect(looks.map(({ check, says }) => `${check}: ${says}`)).toEqual([
    "dead letters: 1 file given up, such as transactions/a.csv: it is damaged",
    "waiting for clean: 1 token, the oldest of 2026-01-01T00:00:00.000Z",
    'at work in aggregate: a worker stopped at 2026-11-21T11:00:00Z in the middle of "metrics"',
  ]);
  for (const { todo } of looks) expect(todo).toBeTruthy();
});

it("names the process that has the warehouse open", async () => {
  const home = temporaryFolder();
  const instance = await DuckDBInstance.create(`${home}/warehouse.duckdb`);
  const { code, stdout } = await daybook("--home", home, "doctor");
  instance.closeSync();
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`look +lock .*PID ${process.pid}`));
});

it("reports a Node other than the tested one", () => {
  expect(node("20.1.0").state).toBe("look");
  expect(node("24.1.0").state).toBe("fine");
});

it("`daybook doctor` checks a machine without data, writes nothing, and refuses a project's number", async () => {
  const home = `${temporaryFolder()}/none`;
  const { code, stdout } = await daybook("--home", home, "doctor");
  expect({ code, stdout }).toMatchObject({ code: 0 });
  expect(stdout).toMatch(/ok +home +.*not there yet/);
  expect((await daybook("doctor", "--project", "123456789")).code).toBe(2);
});
