import { type Html, html } from "../../../../shared/html/html.ts";
import { drifted } from "../../../../shared/registry/drift-report.ts";
import { quarantine, rowsHeld } from "../../../../shared/serving/sections/quarantine.ts";
import { card } from "../../parts/ui.ts";
import type { ModelsOfTask } from "../../sources/models.ts";
import { sectionOf } from "../../sources/section-of.ts";
import type { FilesReport } from "../../sources/sources.ts";
import type { View } from "../../view.ts";
import { modelsWords } from "../models/models-words.ts";
import { todayWords } from "./today-words.ts";

interface Todo {
  readonly text: string;
  readonly href: string;
}

/** What a person should do, the most pressing first. */
export const todoCard = (
  view: View,
  report: FilesReport,
  models: readonly ModelsOfTask[],
  more: readonly Todo[],
): Html => {
  const words = todayWords(view.reader.language);
  const all = [...more, ...filesTodo(view, report), ...quarantineTodo(view), ...modelsTodo(view, models)];
  return card(
    words.todo,
    all.length === 0
      ? html`<p><span class="calm-dot" aria-hidden="true"></span>${words.nothingTodo}</p>`
      : html`<ul class="list">${all.slice(0, 8).map(({ text, href }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`,
  );
};

const filesTodo = (view: View, report: FilesReport): readonly Todo[] => {
  const { reader, format } = view;
  const words = todayWords(reader.language);
  const { rejected, held, parked, unreadable, openErasures } = report;
  const stopped = [
    { all: rejected, text: words.todoRejected },
    { all: held, text: words.todoHeld },
    { all: parked, text: words.todoParked },
    { all: unreadable, text: words.todoUnreadable },
    { all: openErasures, text: words.todoErasures },
  ];
  return [
    ...stopped.flatMap(({ all, text }) =>
      all.length > 0 ? [{ text: text(format.number(all.length)), href: "/files" }] : [],
    ),
    ...feedsTodo(view, report.feeds),
  ];
};

const feedsTodo = ({ reader, format }: View, feeds: FilesReport["feeds"]): readonly Todo[] => {
  const words = todayWords(reader.language);
  return feeds.flatMap(({ feed, freshness, overdue, shortDays }) => [
    ...(overdue && freshness
      ? [{ text: words.todoLate(feed, format.instant(freshness.dueBy)), href: "/files" }]
      : []),
    ...shortDays
      .slice(-1)
      .map(({ fileDate }) => ({ text: words.todoShort(feed, format.day(fileDate)), href: "/files" })),
  ]);
};

const quarantineTodo = ({ reader, format, seen }: View): readonly Todo[] => {
  const held = sectionOf(seen, quarantine);
  const rows = held ? rowsHeld(held) : 0;
  return rows === 0
    ? []
    : [{ text: todayWords(reader.language).todoQuarantine(format.number(rows)), href: "/quality" }];
};

const modelsTodo = ({ reader }: View, models: readonly ModelsOfTask[]): readonly Todo[] => {
  const words = todayWords(reader.language);
  const { tasks } = modelsWords(reader.language);
  if (models.length === 0) return [{ text: words.todoTrain, href: "/models" }];
  return models.flatMap(({ task, drift }) =>
    drift && drifted(drift).length > 0
      ? [{ text: words.todoDrift(tasks[task] ?? task), href: `/models/${task}` }]
      : [],
  );
};
