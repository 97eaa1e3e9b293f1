import type { HttpReply } from "../../../shared/http.ts";
import { type HttpRoute, route } from "../../../shared/routes/route.ts";
import type { ValueOrPromise } from "../../../shared/value-or-promise.ts";
import type { ServingState } from "../serving-state.ts";
import { answerAccount, answerCash, answerRisk } from "./answer-risk.ts";
import * as api from "./api.ts";

/** Answers from one serving state, and again from a newer one if that was removed meanwhile. */
type AnswerFrom = (make: (state: ServingState) => ValueOrPromise<unknown>) => ValueOrPromise<HttpReply>;

/** Questions about invoices on credit. */
export const creditRoutes = (answerFrom: AnswerFrom): readonly HttpRoute[] => [
  route({
    method: "GET",
    path: "/v1/accounts/{id}/risk",
    summary: "The open invoices of an account, each with its chance to be paid late and why",
    params: api.AccountPath,
    replies: { json: api.AccountAnswer },
    answer: ({ params }) => answerFrom((state) => answerAccount(state, params.id)),
  }),
  route({
    method: "GET",
    path: "/v1/risk",
    summary: "Whom to call first: accounts by the amount that they are expected to pay late",
    query: api.RiskQuery,
    replies: { json: api.RiskAnswer },
    answer: ({ query }) => answerFrom((state) => answerRisk(state, query)),
  }),
  route({
    method: "GET",
    path: "/v1/cash",
    summary: "What open invoices bring in each week, with 80 % bands",
    query: api.CashQuery,
    replies: { json: api.CashAnswer },
    answer: ({ query }) => answerFrom((state) => answerCash(state, query)),
  }),
];
