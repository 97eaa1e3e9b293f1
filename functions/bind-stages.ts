import type { Family } from "../shared/learning/model.ts";
import type { Platform } from "../shared/platform.ts";
import type { Stage } from "../shared/stage.ts";
import { stages } from "./pipeline.ts";

export type BoundStages = {
  readonly [Name in keyof typeof stages]: { readonly run: ReturnType<(typeof stages)[Name]["run"]> };
};

/** Binds every stage to one platform. Tests pass other model families than the built-in ones. */
export const bindStages = (platform: Platform, families?: ReadonlyMap<string, Family>): BoundStages =>
  Object.fromEntries(
    Object.entries<Stage>(stages).map(([name, { run }]) => [name, { run: run(platform, families) }]),
  ) as BoundStages;
