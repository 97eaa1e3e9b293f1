import type { CloudEvent } from "@google-cloud/functions-framework";
import { ingest } from "../../functions/1-ingest/ingest.ts";
import { clean } from "../../functions/2-clean/clean.ts";
import { stages } from "../../functions/pipeline.ts";
import { onMessage, onObjectEvent } from "../../infra/entry/triggers.ts";
import { ObjectEvent, Wake } from "../../shared/events.ts";
import type { Log, Platform } from "../../shared/platform.ts";
import { acceptedInput } from "../../shared/stage.ts";
import { temporaryHome } from "../e2e/temporary-home.ts";

interface Line {
  readonly severity: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A home whose ingest and clean are behind their triggers, with everything they log. */
export const behindTriggers = async () => {
  const home = await temporaryHome();
  const lines: Line[] = [];
  const at =
    (severity: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ severity, message, fields });
  const log: Log = { info: at("INFO"), warn: at("WARNING"), error: at("ERROR") };
  const platform: Platform = { ...home.platform, log };
  const inState = async () =>
    (await home.platform.state.list("")).map(({ name, generation }) => `${name}#${generation}`);
  const atFirst = new Set(await inState());
  return {
    home,
    lines,
    counters: () =>
      lines.flatMap(({ fields }) => (fields["counter"] === undefined ? [] : [fields["counter"]])),
    onObject: onObjectEvent(ObjectEvent, ingest(platform), log),
    onWake: onMessage(acceptedInput("clean", stages.clean) ?? Wake, clean(platform), log),
    /** Everything that a stage remembers, beyond what a new home knows of its tables. */
    state: async () => (await inState()).filter((object) => !atFirst.has(object)),
  };
};

export const objectEvent = (data: unknown): CloudEvent<unknown> => ({
  specversion: "1.0",
  id: "e1",
  source: "//storage.googleapis.com/projects/_/buckets/landing",
  type: "google.cloud.storage.object.v1.finalized",
  data,
});

export const messageEvent = (data: unknown): CloudEvent<unknown> => ({
  specversion: "1.0",
  id: "m1",
  source: "//pubsub.googleapis.com/projects/p/topics/daybook-clean",
  type: "google.cloud.pubsub.topic.v1.messagePublished",
  data: { message: { data, messageId: "m1" } },
});

export const base64 = (value: unknown): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64");
