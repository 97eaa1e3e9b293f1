import { readTable } from "../../../functions/5-train/read-table.ts";
import { tabular } from "../../../functions/5-train/tabular.ts";
import { train } from "../../../functions/5-train/train.ts";
import type { Trainable } from "../../../functions/5-train/trainable.ts";
import { predict } from "../../../functions/7-predict/predict.ts";
import { CompanyOptions, generateCompany } from "../../../infra/laptop/synthetic/company.ts";
import { wake } from "../../../shared/events.ts";
import type { HttpHandler, HttpReply } from "../../../shared/http.ts";
import { linear } from "../../../shared/learning/linear/linear.ts";
import type { Family } from "../../../shared/learning/model.ts";
import { rules } from "../../../shared/learning/rules/rules.ts";
import { loadTask } from "../../../shared/tasks/load-tasks.ts";
import { type OpenedHome, openTemporaryHome } from "../../e2e/temporary-home.ts";

const runRate = rules("run_rate", { rule: "expected" });
const glm = linear("glm_tweedie", { loss: { loss: "tweedie", power: 1.5 }, ridge: 1, offset: true });

/** Under the names that the product knows them by: its own processes can load them. */
export const families: ReadonlyMap<string, Family> = new Map([runRate, glm].map((each) => [each.name, each]));

/** A task with two quick families in the place of all of them. */
const trainableFor = (name: string): Trainable => {
  const task = loadTask(name);
  return tabular({
    sql: task.definition,
    read: (platform, signal) => readTable(platform, task, { historyDays: 365, signal }),
    settings: {
      task: name,
      horizonDays: task.horizonDays,
      target: { name: task.label, kind: "amount" },
      folds: { folds: 3, testDays: 1, stepDays: 7, leastRows: 50 },
      halfLifeDays: 90,
      mostRows: 40_000,
      seed: 1,
      candidates: [
        { family: runRate, baseline: true },
        { family: glm, baseline: false },
      ],
      combines: false,
      preferred: "glm_tweedie",
      fallback: "run_rate",
      onTrivial: "warn",
    },
  });
};

export const trainNow = (home: OpenedHome, ...tasks: readonly string[]) =>
  train(home.platform, tasks.map(trainableFor))(wake("train"), { asked: true, anew: true });

export const companyFiles = (days = 150) =>
  [
    ...generateCompany(
      CompanyOptions.parse({ days, customers: 100, products: 30, stores: 2, linesPerDay: 50, anomalies: 0 }),
    ),
  ].filter(({ name }) => !name.startsWith("_") && !name.startsWith("credit/"));

/** A company whose next day and next 30 days can be asked about. The caller closes it. */
export const trainedHome = async (): Promise<OpenedHome> => {
  const home = await openTemporaryHome({}, { families });
  for (const { name, text } of companyFiles()) await home.dropText(name, text);
  await home.settle();
  const trainings = await trainNow(home, "spend_30d", "next_day_spend");
  for (const { task, outcome } of trainings ?? [])
    if (outcome !== "promoted") throw new Error(`${task}: ${JSON.stringify(trainings)}`);
  await home.settle();
  return home;
};

export interface Client {
  get(path: string): Promise<HttpReply>;
  post(path: string, body: unknown): Promise<HttpReply>;
  readonly handle: HttpHandler;
}

export const clientOf = ({ platform }: Pick<OpenedHome, "platform">): Client => {
  const handle = predict(platform, families);
  return {
    handle,
    get: async (path) => handle({ method: "GET", path, bytes: 0 }),
    post: async (path, body) =>
      handle({
        method: "POST",
        path,
        contentType: "application/json",
        bytes: Buffer.byteLength(JSON.stringify(body)),
        body: JSON.stringify(body),
      }),
  };
};
