import { ObjectEvent, Wake } from "../shared/events.ts";
import type { Family } from "../shared/learning/model.ts";
import type { Platform } from "../shared/platform.ts";
import type { Stage } from "../shared/stage.ts";
import { allTasks } from "../shared/tasks/load-tasks.ts";
import { ingest as ingestObject } from "./1-ingest/ingest.ts";
import { retract as retractObject } from "./1-ingest/retract.ts";
import { sweep as sweepBucket } from "./1-ingest/sweep.ts";
import { clean as cleanFiles } from "./2-clean/clean.ts";
import { aggregate as aggregateDays } from "./3-aggregate/aggregate.ts";
import { analyze as analyzePeriods } from "./4-analyze/analyze.ts";
import { trainables } from "./5-train/tasks.ts";
import { train as trainTasks } from "./5-train/train.ts";
import { publish as publishSnapshot } from "./6-publish/publish.ts";
import { predict as answerQuestions } from "./7-predict/predict.ts";
import { dashboard as showPages } from "./8-dashboard/dashboard.ts";
import { whoAsks } from "./8-dashboard/who-asks.ts";
import { dashboardSources } from "./dashboard-sources.ts";
import { allFamilies } from "./families.ts";

/*
 * The whole system, in the order the data flows. This is the only list of stages: registration, the laptop's wiring,
 * topics, tables, packages, Terraform's map, doctor, status and cost are derived from it.
 */

export const ingest = {
  folder: "1-ingest",
  trigger: { bucket: "finalized" },
  input: ObjectEvent,
  buckets: { landing: "read", staging: "use", state: "use" },
  wakes: ["clean"],
  resources: { memory: "2Gi", timeoutSeconds: 540, maxInstances: 20 },
  // A function's processor reads a third of what the laptop does.
  pace: { per: "file", seconds: 1.5, secondsPerMegabyte: 0.05 },
  engines: ["typing"],
  run: ingestObject,
} satisfies Stage<ObjectEvent>;

export const retract = {
  folder: "1-ingest",
  trigger: { bucket: "archived" },
  input: ObjectEvent,
  buckets: { landing: "read", staging: "read", state: "use" },
  wakes: ["clean"],
  resources: { memory: "512Mi", timeoutSeconds: 120, maxInstances: 5 },
  pace: { per: "request" },
  run: retractObject,
} satisfies Stage<ObjectEvent>;

export const clean = {
  folder: "2-clean",
  trigger: { topic: true },
  input: Wake,
  buckets: { staging: "read", state: "use" },
  datasets: { raw: "write", clean: "write" },
  wakes: ["aggregate"],
  resources: { memory: "1Gi", timeoutSeconds: 540, maxInstances: 2 },
  pace: { per: "rebuild", seconds: 60 },
  run: cleanFiles,
} satisfies Stage<Wake>;

export const aggregate = {
  folder: "3-aggregate",
  trigger: { topic: true },
  input: Wake,
  buckets: { state: "use" },
  // Raw rows for KPIs that read them uncleaned.
  datasets: { raw: "read", clean: "read", metrics: "write", credit: "write" },
  wakes: ["analyze"],
  resources: { memory: "512Mi", timeoutSeconds: 540, maxInstances: 2 },
  pace: { per: "rebuild", seconds: 20 },
  run: aggregateDays,
} satisfies Stage<Wake>;

/** Judges what aggregate has changed, and hands it on to publish. */
export const analyze = {
  folder: "4-analyze",
  trigger: { topic: true },
  input: Wake,
  buckets: { state: "use" },
  datasets: { clean: "read", metrics: "read", insights: "write" },
  wakes: ["publish"],
  tells: ["alerts"],
  resources: { memory: "1Gi", timeoutSeconds: 540, maxInstances: 2 },
  pace: { per: "rebuild", seconds: 20 },
  run: analyzePeriods,
} satisfies Stage<Wake>;

/** Asked every hour, it finds out what is due: a first model, the night's training, a person who was erased. */
export const train = {
  folder: "5-train",
  trigger: { topic: true, schedule: "20 * * * *" },
  input: Wake,
  buckets: { state: "use", models: "use" },
  datasets: { raw: "read", metrics: "read", credit: "read" },
  wakes: ["publish"],
  resources: { memory: "4Gi", cpu: 2, timeoutSeconds: 540, maxInstances: 1 },
  pace: { per: "training" },
  budget: { archiveKib: 3000, startMs: 3000 },
  engines: ["training"],
  run: (platform: Platform) => trainTasks(platform, trainables(allTasks(platform.taskFolder))),
} satisfies Stage<Wake>;

export const publish = {
  folder: "6-publish",
  trigger: { topic: true },
  input: Wake,
  buckets: { state: "use", models: "read", serving: "use" },
  datasets: {
    raw: "read",
    clean: "read",
    metrics: "read",
    credit: "read",
    insights: "read",
    predictions: "write",
  },
  resources: { memory: "2Gi", timeoutSeconds: 540, maxInstances: 2 },
  pace: { per: "publication" },
  run: (platform: Platform, families: Families = allFamilies(allTasks(platform.taskFolder))) =>
    publishSnapshot(platform, families),
} satisfies Stage<Wake>;

/** Answers from memory; what it has not read yet it reads from the two buckets. */
export const predict = {
  folder: "7-predict",
  trigger: { http: "outside" },
  buckets: { models: "read", serving: "read" },
  resources: { memory: "512Mi", timeoutSeconds: 30, concurrency: 40, maxInstances: 10 },
  pace: { per: "request" },
  budget: { startMs: 800 },
  run: (platform: Platform, families: Families = allFamilies(allTasks(platform.taskFolder))) =>
    answerQuestions(platform, families),
} satisfies Stage;

/** Shows people what the others publish. It reads no warehouse; operators' actions go through the state bucket. */
export const dashboard = {
  folder: "8-dashboard",
  trigger: { http: "outside" },
  buckets: { landing: "read", state: "use", models: "use", serving: "read" },
  wakes: ["publish"],
  resources: { memory: "512Mi", timeoutSeconds: 360, concurrency: 40, maxInstances: 10 },
  pace: { per: "request" },
  // A released file is read again here, in any format.
  budget: { archiveKib: 1000 },
  run: (platform: Platform, families: Families = allFamilies()) =>
    showPages(platform, dashboardSources(platform, families), whoAsks(platform)),
} satisfies Stage;

/** Finds what lost events left behind. Events make things quick; the sweep makes them certain. It has the rights of ingest and retract. */
export const sweep = {
  folder: "1-ingest",
  trigger: { http: "schedule", schedule: "*/15 * * * *" },
  buckets: { landing: "read", staging: "use", state: "use" },
  datasets: { raw: "read" },
  wakes: "every queue",
  resources: { memory: "2Gi", timeoutSeconds: 1800, maxInstances: 1 },
  pace: { per: "sweep" },
  engines: ["typing"],
  run: (platform: Platform) => sweepBucket(platform),
} satisfies Stage;

export const stages = {
  ingest,
  retract,
  clean,
  aggregate,
  analyze,
  train,
  publish,
  predict,
  dashboard,
  sweep,
};

type Families = ReadonlyMap<string, Family>;
