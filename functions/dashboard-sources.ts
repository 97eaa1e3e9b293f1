import { actsIn } from "../shared/insights/acts.ts";
import type { Family } from "../shared/learning/model.ts";
import type { Platform } from "../shared/platform.ts";
import { askInSql, usualLimits } from "../shared/query/ask.ts";
import { Problem } from "../shared/routes/problem.ts";
import { customerRanks } from "../shared/serving/sections/customer-ranks.ts";
import { favourites } from "../shared/serving/sections/favourites.ts";
import { pastForecasts } from "../shared/serving/sections/past-forecasts.ts";
import { quarantine } from "../shared/serving/sections/quarantine.ts";
import type { ValueOrPromise } from "../shared/value-or-promise.ts";
import { answerSpend } from "./7-predict/answer-spend.ts";
import { answerCustomer } from "./7-predict/read-answers.ts";
import { type ServingState, servingStates } from "./7-predict/serving-state.ts";
import type { Seen, Sources } from "./8-dashboard/sources/sources.ts";
import { recordAct, reopenFinding } from "./operations/findings/act.ts";
import { decideHoldFromPage } from "./operations/holds/decide.ts";
import { switchModel } from "./operations/models/models.ts";
import { reportFromSnapshot } from "./operations/quality/report-from-snapshot.ts";
import { supplierPage } from "./operations/quality/supplier-page.ts";
import { isBusy, readStatus } from "./operations/status/status-report.ts";

/** Connects the pages to what other stages work out: stages never import each other. */
export const dashboardSources = (platform: Platform, families: ReadonlyMap<string, Family>): Sources => {
  const states = servingStates(platform, families, {
    whole: [customerRanks, pastForecasts, quarantine],
    sharded: [favourites],
  });
  return {
    now: () => orUndefined("not-ready", () => states.now(), seenIn),
    async files() {
      const report = await readStatus(platform);
      return { ...report, updating: isBusy(report) };
    },
    async act(finding, kind, { note, by }) {
      const known = (await actsIn(platform.state).list()).find((act) => act.finding === finding.id);
      if ((known?.kind ?? "open") === kind) return;
      if (kind === "open") await reopenFinding(platform, finding.id);
      else await recordAct(platform, { id: finding.id, kind, by, ...(note !== "" && { note }) }, finding);
    },
    ask: (question, { personal, mostRows }) =>
      askInSql(platform, question, { limits: { ...usualLimits, mostRows }, personal, format: "rows" }),
    decide: (object, decision) => decideHoldFromPage(platform, object, decision),
    supplierReport: (told) => supplierPage(reportFromSnapshot(told, platform.clock.now())),
    promote: (task, version) => switchModel(platform, task, version),
  };
};

const seenIn = (state: ServingState): Seen => ({
  snapshot: state.snapshot.value,
  stale: state.snapshot.stale,
  customer: (id) =>
    orUndefined(
      "not-found",
      () => answerCustomer(state, id),
      (answer) => answer,
    ),
  spend: (question) => answerSpend(state, question),
});

/** Undefined where an answer would be a problem of this kind. */
const orUndefined = <Value, Result>(
  kind: "not-ready" | "not-found",
  ask: () => ValueOrPromise<Value>,
  then: (value: Value) => Result,
): ValueOrPromise<Result | undefined> => {
  const none = (error: unknown): undefined => {
    if (error instanceof Problem && error.document.type.endsWith(`:${kind}`)) return undefined;
    throw error;
  };
  try {
    const found = ask();
    return found instanceof Promise ? found.then(then).catch(none) : then(found);
  } catch (error) {
    return none(error);
  }
};
