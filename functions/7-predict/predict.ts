import type { Family } from "../../shared/learning/model.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { type HttpService, serveRoutes } from "../../shared/routes/serve-routes.ts";
import { SectionMissing } from "../../shared/serving/read-snapshot.ts";
import { type QueryPlatform, queryRoutes } from "./query-routes.ts";
import { predictRoutes } from "./routes.ts";
import { type PredictPlatform, servingStates } from "./serving-state.ts";

/**
 * Answers questions over HTTP from the published snapshot and the promoted models, without a warehouse; only questions in
 * SQL go to the tables, where that is switched on.
 */
export const predict = (
  platform: PredictPlatform & QueryPlatform,
  families: ReadonlyMap<string, Family>,
): HttpService =>
  serveRoutes([...predictRoutes(servingStates(platform, families)), ...queryRoutes(platform)], {
    title: "Daybook predictions",
    description: "What customers will spend and the company will sell, with intervals and reasons.",
    log: platform.log,
    problemFor: (error) =>
      error instanceof SectionMissing ? new Problem("not-ready", error.message) : undefined,
  });
