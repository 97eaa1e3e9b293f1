import type { z } from "zod";
import { andThen, type ValueOrPromise } from "../../shared/value-or-promise.ts";
import { answerBatch } from "./answer-batch.ts";
import { answerSpend } from "./answer-spend.ts";
import {
  BatchAnswer,
  BatchRequest,
  CustomerAnswer,
  CustomerPath,
  ForecastAnswer,
  Health,
  ModelsAnswer,
  SpendAnswer,
  SpendRequest,
} from "./api.ts";
import { Problem, parsed } from "./problem.ts";
import { answerCustomer, answerForecast, answerModels } from "./read-answers.ts";
import type { Worlds } from "./serving-state.ts";

/** One line of the interface: what is asked where, and what comes back. */
export interface Route {
  readonly method: "GET" | "POST";
  /** `{name}` stands for one part of the path. */
  readonly path: string;
  readonly says: string;
  readonly takes?: z.ZodType;
  /** Bytes of a body. */
  readonly atMost?: number;
  readonly gives: z.ZodType;
  answer(worlds: Worlds, asked: { readonly part: string; readonly body: unknown }): ValueOrPromise<unknown>;
}

export const routes: readonly Route[] = [
  {
    method: "POST",
    path: "/v1/predict/spend",
    says: "What a customer will spend",
    takes: SpendRequest,
    atMost: 16 * 1024,
    gives: SpendAnswer,
    answer: (worlds, { body }) =>
      andThen(worlds.now(), (world) => answerSpend(world, parsed(SpendRequest, body))),
  },
  {
    method: "POST",
    path: "/v1/predict/spend:batch",
    says: "The same for up to a thousand questions, answered in their order from one snapshot",
    takes: BatchRequest,
    atMost: 1024 * 1024,
    gives: BatchAnswer,
    answer: (worlds, { body }) => {
      const asked = parsed(BatchRequest, body);
      return andThen(worlds.now(), (world) => answerBatch(world, asked));
    },
  },
  {
    method: "GET",
    path: "/v1/customers/{id}",
    says: "What is known of a customer, and what is expected of them",
    gives: CustomerAnswer,
    answer: (worlds, { part }) => {
      const { id } = parsed(CustomerPath, { id: part });
      return andThen(worlds.now(), (world) => answerCustomer(world, id));
    },
  },
  {
    method: "GET",
    path: "/v1/forecast",
    says: "The company's sales of the next 30 days",
    gives: ForecastAnswer,
    answer: (worlds) => andThen(worlds.now(), answerForecast),
  },
  {
    method: "GET",
    path: "/v1/models",
    says: "Which models answer, and how they did on days they had not seen",
    gives: ModelsAnswer,
    answer: (worlds) => andThen(worlds.now(), answerModels),
  },
  {
    method: "GET",
    path: "/healthz",
    says: "Whether the process lives",
    gives: Health,
    answer: () => ({ status: "ok", reasons: [] }),
  },
  {
    method: "GET",
    path: "/readyz",
    says: "Whether all questions can be answered",
    gives: Health,
    answer: (worlds) =>
      andThen(worlds.missing(), (reasons) => {
        if (reasons.length > 0) throw new Problem("not-ready", reasons.join("; "));
        return { status: "ok", reasons };
      }),
  },
];

const places = routes.map((route) => {
  const [head = "", tail] = route.path.split(/\{\w+\}/);
  return { route, head, hasPart: tail !== undefined };
});

export interface FoundRoute {
  readonly route: Route;
  /** What stands where the path has a name. */
  readonly part: string;
}

/** The routes of a path: one for each method that it takes. */
export const routesAt = (path: string): readonly FoundRoute[] => {
  const found: FoundRoute[] = [];
  for (const { route, head, hasPart } of places) {
    if (path === route.path && !hasPart) found.push({ route, part: "" });
    if (!hasPart || !path.startsWith(head)) continue;
    const part = path.slice(head.length);
    if (part !== "" && !part.includes("/")) found.push({ route, part: decoded(part) });
  }
  return found;
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    const fault = `"${part.slice(0, 100)}" is not well encoded: each % must begin a byte of UTF-8 in two digits`;
    throw new Problem("wrong-input", `path: ${fault}`, [{ path: "path", message: fault }]);
  }
};
