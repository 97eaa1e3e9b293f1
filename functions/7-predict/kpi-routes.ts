import type { HttpReply } from "../../shared/http.ts";
import { Problem } from "../../shared/routes/problem.ts";
import { type HttpRoute, route } from "../../shared/routes/route.ts";
import { type KpiSummary, kpiSeries, kpis } from "../../shared/serving/sections/kpis.ts";
import { andThen, type ValueOrPromise } from "../../shared/value-or-promise.ts";
import { KpiAnswer, KpiPath, KpiQuery, KpisAnswer } from "./kpi-api.ts";
import { isStale, type ServingState } from "./serving-state.ts";

type AnswerFrom = (make: (state: ServingState) => ValueOrPromise<unknown>) => ValueOrPromise<HttpReply>;

export const kpiRoutes = (answerFrom: AnswerFrom): readonly HttpRoute[] => [
  route({
    method: "GET",
    path: "/v1/kpis",
    summary: "The KPIs with their newest values",
    replies: { json: KpisAnswer },
    answer: () => answerFrom(listKpis),
  }),
  route({
    method: "GET",
    path: "/v1/kpis/{name}",
    summary: "The recent values of a KPI, of the company or by a dimension",
    params: KpiPath,
    query: KpiQuery,
    replies: { json: KpiAnswer },
    answer: ({ params, query }) => answerFrom((state) => showKpi(state, params.name, query)),
  }),
];

const factsOf = (state: ServingState) => {
  const { currency, asOf, id } = state.snapshot.value.manifest;
  return { currency, asOf, snapshot: id, stale: isStale(state) };
};

const listKpis = (state: ServingState): KpisAnswer => ({
  ...factsOf(state),
  kpis: state.snapshot.value.section(kpis).kpis,
});

const showKpi = (state: ServingState, name: string, query: KpiQuery): ValueOrPromise<KpiAnswer> => {
  const { section, find } = state.snapshot.value;
  const all = section(kpis).kpis;
  const kpi = all.find((each) => each.name === name);
  if (!kpi)
    throw new Problem(
      "not-found",
      `there is no KPI "${name}"; there are ${all.map((each) => each.name).join(", ")}`,
    );
  const { by, from = "", to = "9999-12-31" } = query;
  const cadence = query.cadence ?? kpi.cadence[0] ?? "daily";
  assertOffered(kpi, cadence, by);
  return andThen(find(kpiSeries, name), (history) => ({
    ...factsOf(state),
    kpi,
    cadence,
    by,
    series: (history?.series ?? [])
      .filter((series) => series.cadence === cadence && series.dimension === by)
      .map(({ segment, points }) => ({
        segment,
        points: points
          .filter(([period]) => period >= from && period <= to)
          .map(([period, value, state]) => ({ period, value, state })),
      })),
  }));
};

const assertOffered = ({ name, cadence, dimensions }: KpiSummary, asked: string, by: string): void => {
  if (!cadence.some((each) => each === asked))
    throw wrong("cadence", `${name} has no ${asked} values; its cadences are ${cadence.join(", ")}`);
  if (by !== "all" && !dimensions.includes(by))
    throw wrong("by", `${name} has no dimension "${by}"; it has ${["all", ...dimensions].join(", ")}`);
};

const wrong = (path: string, message: string): Problem =>
  new Problem("wrong-input", `${path}: ${message}`, [{ path, message }]);
