import { ObjectMissing } from "../../shared/errors.ts";
import type { HttpReply } from "../../shared/http.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { json } from "../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../shared/routes/route.ts";
import { ServedFinding } from "../../shared/serving/sections/findings.ts";
import { QualityView, quality } from "../../shared/serving/sections/quality.ts";
import { andThen, type ValueOrPromise } from "../../shared/value-or-promise.ts";
import { answerBatch, answerSpend } from "./answer-spend.ts";
import * as api from "./api.ts";
import { creditRoutes } from "./credit/routes.ts";
import { answerFinding, answerFindings, FindingPath, FindingsAnswer, FindingsQuery } from "./findings.ts";
import { kpiRoutes } from "./kpi-routes.ts";
import { answerCustomer, answerForecast, answerModels } from "./read-answers.ts";
import type { ServingState, ServingStates } from "./serving-state.ts";

export const predictRoutes = (states: ServingStates): readonly HttpRoute[] => [
  ...answerRoutes(states),
  ...creditRoutes((make) => answerFrom(states, make)),
  ...kpiRoutes((make) => answerFrom(states, make)),
  ...findingRoutes(states),
  ...healthRoutes(states),
];

const answerRoutes = (states: ServingStates): readonly HttpRoute[] => [
  route({
    method: "POST",
    path: "/v1/predict/spend",
    summary: "What a customer will spend",
    body: api.SpendRequest,
    mostBytes: 16 * 1024,
    replies: { json: api.SpendAnswer },
    answer: ({ body }) => answerFrom(states, (state) => answerSpend(state, body)),
  }),
  route({
    method: "POST",
    path: "/v1/predict/spend:batch",
    summary: "The same for up to a thousand questions, answered in their order from one snapshot",
    body: api.BatchRequest,
    mostBytes: 1024 * 1024,
    replies: { json: api.BatchAnswer },
    answer: ({ body }) => answerFrom(states, (state) => answerBatch(state, body)),
  }),
  route({
    method: "GET",
    path: "/v1/customers/{id}",
    summary: "What is known of a customer, and what is expected of them",
    params: api.CustomerPath,
    replies: { json: api.CustomerAnswer },
    answer: ({ params }) => answerFrom(states, (state) => answerCustomer(state, params.id)),
  }),
  route({
    method: "GET",
    path: "/v1/forecast",
    summary: "The company's sales of the next 30 days",
    replies: { json: api.ForecastAnswer },
    answer: () => answerFrom(states, answerForecast),
  }),
  route({
    method: "GET",
    path: "/v1/quality",
    summary:
      "How good the last year's files were, what keeps rows out, and how many customers are in each tier",
    replies: { json: QualityView },
    answer: () => answerFrom(states, ({ snapshot }) => snapshot.value.section(quality)),
  }),
  route({
    method: "GET",
    path: "/v1/models",
    summary: "Which models answer, and how they did on days they had not seen",
    replies: { json: api.ModelsAnswer },
    answer: () => answerFrom(states, answerModels),
  }),
];

const findingRoutes = (states: ServingStates): readonly HttpRoute[] => [
  route({
    method: "GET",
    path: "/v1/findings",
    summary: "Unusual movements of KPIs, the newest first",
    query: FindingsQuery,
    replies: { json: FindingsAnswer },
    answer: ({ query }) => answerFrom(states, (state) => answerFindings(state, query)),
  }),
  route({
    method: "GET",
    path: "/v1/findings/{id}",
    summary: "One of them, whatever its state",
    params: FindingPath,
    replies: { json: ServedFinding },
    answer: ({ params }) => answerFrom(states, (state) => answerFinding(state, params.id)),
  }),
];

const healthRoutes = (states: ServingStates): readonly HttpRoute[] => [
  route({
    method: "GET",
    path: "/healthz",
    summary: "Whether the process lives",
    replies: { json: api.Health },
    answer: () => json({ status: "ok", reasons: [] }),
  }),
  route({
    method: "GET",
    path: "/readyz",
    summary: "Whether all questions can be answered",
    replies: { json: api.Health },
    answer: () =>
      andThen(states.missing(), (reasons) => {
        if (reasons.length > 0) throw new Problem("not-ready", reasons.join("; "));
        return json({ status: "ok", reasons });
      }),
  }),
];

/** Starts again from the newest snapshot if publications in quick succession removed the one that was being read. */
const answerFrom = (
  states: ServingStates,
  make: (state: ServingState) => ValueOrPromise<unknown>,
): ValueOrPromise<HttpReply> => {
  const answer = () => andThen(states.now(), (state) => andThen(make(state), (made) => json(made)));
  const reply = answer();
  if (!(reply instanceof Promise)) return reply;
  return reply.catch(async (error: unknown) => {
    if (!(error instanceof ObjectMissing)) throw error;
    await states.renewed();
    return answer();
  });
};
