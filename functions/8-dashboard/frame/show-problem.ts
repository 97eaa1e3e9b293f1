import { html } from "../../../shared/html/html.ts";
import type { HttpRequest } from "../../../shared/http.ts";
import type { Problem } from "../../../shared/routes/problem.ts";
import type { ShowProblem } from "../../../shared/routes/serve-routes.ts";
import { andThen } from "../../../shared/value-or-promise.ts";
import { type Desk, sent, viewOf } from "../page.ts";
import { renderedPage } from "../page-cache.ts";
import { empty } from "../parts/ui.ts";
import { frame } from "./frame.ts";
import { problemWords } from "./problem-words.ts";

/** A person gets a page that says what to do; a program gets the problem document. */
export const problemPage =
  (desk: Desk): ShowProblem =>
  (problem, request) => {
    if (!isPerson(request)) return undefined;
    return andThen(
      andThen(desk.sources.now(), (seen) => viewOf(desk, request, seen)),
      (view) => {
        const { title, what } = explained(problem, view.reader.language);
        const words = problemWords(view.reader.language);
        const body = empty(title, what, html`<a class="button" href="/">${words.home}</a>`);
        const page = renderedPage(frame(view, undefined, { title, body }));
        return sent(page, { status: problem.document.status }, request);
      },
    );
  };

const isPerson = ({ path, accept = "" }: HttpRequest): boolean =>
  accept.includes("text/html") && !path.startsWith("/v1/");

const explained = ({ document: { status, detail } }: Problem, language: "en" | "de") => {
  const words = problemWords(language);
  const key = String(status);
  return { title: words.titles[key] ?? words.other, what: words.advice[key] ?? detail };
};
