import { ObjectEvent, topicOf, Wake } from "../shared/events.ts";
import type { Family } from "../shared/learning/model.ts";
import type { Platform } from "../shared/platform.ts";
import { ingest } from "./1-ingest/ingest.ts";
import { retract } from "./1-ingest/retract.ts";
import { sweep } from "./1-ingest/sweep.ts";
import { clean } from "./2-clean/clean.ts";
import { aggregate } from "./3-aggregate/aggregate.ts";
import { trainables } from "./5-train/tasks.ts";
import { train } from "./5-train/train.ts";
import { publish } from "./6-publish/publish.ts";
import { predict } from "./7-predict/predict.ts";
import { allFamilies } from "./families.ts";

/** The whole system, in the order the data flows: what wakes a stage, what it is told, and what it does. */
export const pipeline = (platform: Platform, families?: ReadonlyMap<string, Family>) => ({
  ingest: { on: "object-finalized", input: ObjectEvent, run: ingest(platform) },
  retract: { on: "object-deleted", input: ObjectEvent, run: retract(platform) },
  clean: { on: topicOf("clean"), input: Wake, run: clean(platform) },
  aggregate: { on: topicOf("aggregate"), input: Wake, run: aggregate(platform) },
  /** Woken by the schedule, as often as it likes: what is due, and once a night, the stored state says. */
  train: { on: topicOf("train"), input: Wake, run: train(platform, trainables()) },
  publish: { on: topicOf("publish"), input: Wake, run: publish(platform, families ?? allFamilies()) },
  /** Questions over HTTP. */
  predict: { on: "request", run: predict(platform, families ?? allFamilies()) },
  /** Every 15 minutes: finds what lost events left behind. Events only make things quick; this makes them certain. */
  sweep: { on: "schedule", run: sweep(platform) },
});

export type Pipeline = ReturnType<typeof pipeline>;
