import { cloudEvent, type HttpFunction, http } from "@google-cloud/functions-framework";
import type { HttpHandler } from "../../shared/http.ts";
import type { Platform } from "../../shared/platform.ts";
import { acceptedInput, type Stage, type Stages } from "../../shared/stage.ts";
import { onRequest } from "./http.ts";
import { onMessage, onObjectEvent, runInTrace } from "./triggers.ts";

/** Registers every stage under its name with functions-framework. */
export const register = (stages: Stages, platform: Platform): void => {
  for (const [name, stage] of Object.entries(stages)) registerOne(name, stage, platform);
};

const registerOne = (name: string, stage: Stage, platform: Platform): void => {
  const { trigger, run } = stage;
  const input = acceptedInput(name, stage);
  const work = run(platform);
  if ("http" in trigger)
    http(name, trigger.http === "outside" ? onRequest(work as HttpHandler) : onSchedule(work));
  else if (input === undefined) throw new Error(`stage ${name}: an event needs an input schema`);
  else {
    const onEvent = "bucket" in trigger ? onObjectEvent : onMessage;
    const handle = async (event: unknown) => work(event);
    cloudEvent(name, onEvent(input, handle, platform.log));
  }
};

/** The scheduler sends no input. The reply says what was done. */
const onSchedule =
  (work: (input?: undefined) => unknown): HttpFunction =>
  async ({ headers }, response) => {
    response.json(await runInTrace(headers, () => work()));
  };
