import { createConnection } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BatchAnswer, ForecastAnswer, SpendAnswer } from "../../functions/7-predict/api.ts";
import { ProblemDocument } from "../../functions/7-predict/problem.ts";
import { daybook, daybookJson, eventually, temporaryFolder } from "../laptop/laptop-process.ts";
import { type ServedHome, servedHome } from "./served-home.ts";
import { breakNewest, inForce, putInForce, putRunRateInForce } from "./switched-models.ts";

let served: ServedHome;
beforeAll(async () => {
  served = await servedHome();
});
afterAll(() => served.stop());

const json = { "content-type": "application/json" };
const post = (path: string, body: string | Buffer, headers: Record<string, string> = json) =>
  fetch(`${served.url}${path}`, { method: "POST", headers, body: new Uint8Array(Buffer.from(body)) });
const spend = (question: object) => post("/v1/predict/spend", JSON.stringify(question));
const problemOf = async (response: Response): Promise<ProblemDocument> => {
  expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  const problem = ProblemDocument.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
};
const answerOf = async (response: Response): Promise<SpendAnswer> => SpendAnswer.parse(await response.json());

describe("predict under functions-framework", () => {
  it("answers as the terminal does", async () => {
    const [customer = ""] = served.customers;
    const over = await answerOf(await spend({ customer, date: served.from }));
    const typed = await daybookJson(
      "predict",
      "--home",
      served.home,
      "--customer",
      customer,
      "--date",
      served.from,
    );
    expect(typed).toEqual(over);
    const forecast = ForecastAnswer.parse(await (await fetch(`${served.url}/v1/forecast`)).json());
    expect(await daybookJson("forecast", "--home", served.home)).toEqual(forecast);
  });

  it("case 76: a body that is too large, too deep or none at all → 413, 400 or 415 and no work", async () => {
    const deep = `{"questions":${"[".repeat(10_000)}${"]".repeat(10_000)}}`;
    const many = `{"questions":[${Array(100_000).fill("{}").join()}]}`;
    const rows = [
      [413, await post("/v1/predict/spend", Buffer.alloc(33 * 1024 * 1024, 32))],
      [413, await post("/v1/predict/spend", Buffer.alloc(1024 * 1024, 32))],
      [413, await post("/v1/predict/spend:batch", Buffer.alloc(33 * 1024 * 1024, 32))],
      [400, await post("/v1/predict/spend:batch", deep)],
      [400, await post("/v1/predict/spend:batch", many)],
      [415, await post("/v1/predict/spend", "{}", { "content-type": "text/csv" })],
      [400, await post("/v1/predict/spend", '{"customer":')],
      [400, await post("/v1/predict/spend", "")],
      [400, await post("/v1/predict/spend", "{}", { ...json, "content-encoding": "gzip" })],
      [405, await fetch(`${served.url}/v1/predict/spend`)],
      [404, await fetch(`${served.url}/v1/nothing`)],
      [404, await fetch(`${served.url}/v1/customers/%ff`)],
      [404, await fetch(`${served.url}/%`)],
    ] as const;
    for (const [status, response] of rows) {
      const problem = await problemOf(response);
      expect(problem.status, problem.detail).toBe(status);
      expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:|\.js:/);
    }
    const got = await withBody("GET /v1/forecast", '{"customer":"a"}');
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("case 77: values that are no answerable question → 400 with the path of each field", async () => {
    const [customer = ""] = served.customers;
    const wrong = [
      ['{"customer":"a","today":{"amount":NaN,"items":1}}', "body"],
      ['{"customer":"a","today":{"amount":Infinity,"items":1}}', "body"],
      ['{"customer":"a","today":{"amount":1e308,"items":1}}', "today.amount"],
      ['{"customer":"a","today":{"amount":1e999,"items":1}}', "today.amount"],
      ['{"customer":"a","today":{"amount":"12","items":1}}', "today.amount"],
      ['{"customer":"a","today":{"amount":-1,"items":1}}', "today.amount"],
      ['{"customer":"a","today":{"amount":1,"items":1.5}}', "today.items"],
      ['{"customer":"a","today":{"amount":1,"items":1,"discount":2}}', "today.discount"],
      ['{"customer":"a","store":"S99"}', "body"],
      ['{"customer":17850}', "customer"],
      ['{"customer":""}', "customer"],
      ['{"customer":"a","date":"2024-02-30"}', "date"],
      ['{"customer":"a","horizon":"90d"}', "horizon"],
    ] as const;
    for (const [body, path] of wrong) {
      const { status, errors } = await problemOf(await post("/v1/predict/spend", body));
      expect({ body, status, paths: errors?.map((error) => error.path) }).toEqual({
        body,
        status: 400,
        paths: [path],
      });
    }
    const several = await problemOf(
      await post("/v1/predict/spend:batch", `{"questions":[{"customer":"a"},{"customer":1}]}`),
    );
    expect(several.errors?.map(({ path }) => path)).toEqual(["questions.1.customer"]);
    for (const date of ["1999-12-31", "2999-01-01"])
      expect((await problemOf(await spend({ customer, date }))).detail).toMatch(
        /^date: .*(first day is|at most)/,
      );
  });

  it("case 78: a flood → whole answers, and it goes on answering afterwards", async () => {
    const flood = Array.from({ length: 2000 }, (_, index) =>
      spend({ customer: served.customers[index % served.customers.length] }).then(answerOf),
    );
    const answers = await Promise.all(flood);
    expect(answers.map(({ customer }) => customer)).toEqual(
      answers.map((_, index) => served.customers[index % served.customers.length]),
    );
    expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
  });

  it("case 79: a body that never ends, or a client that goes → the connection is freed", async () => {
    const slow = withBody("POST /v1/predict/spend", '{"customer":', 1000);
    for (let gone = 0; gone < 50; gone++) await halfSent();
    expect((await spend({ customer: "a" })).status).toBe(200);
    // Cut off, without an answer that anybody waits for.
    expect(await slow).toBe("");
    expect(served.said()).not.toContain("no answer");
  });

  it("case 81: the models switch while answers are made → each is wholly from one", async () => {
    const questions = served.customers.slice(0, 40).map((customer) => ({ customer }));
    const ask = async () => {
      const response = await post("/v1/predict/spend:batch", JSON.stringify({ questions }));
      return BatchAnswer.parse(await response.json()).answers.map((answer) => SpendAnswer.parse(answer));
    };
    const versions = await putRunRateInForce(served);
    const said = new Map<string, string>();
    let [asked, flips] = [0, 0];
    await eventually(async () => {
      await putInForce(served, versions[flips++ % versions.length] ?? "");
      for (const answers of await Promise.all(Array.from({ length: 20 }, ask))) {
        asked++;
        const [version = "", ...others] = new Set(answers.map(({ model }) => model.version));
        expect(others).toEqual([]);
        const values = JSON.stringify(answers.map(({ value }) => value));
        expect(said.get(version) ?? values).toBe(values);
        said.set(version, values);
      }
      return asked >= 100 && said.size === 2;
    });
    expect(new Set(said.values()).size).toBe(2);
  });

  it("case 80: a model that is damaged or half there → the last good one answers, and says so", async () => {
    const [customer = ""] = served.customers;
    const good = await inForce(served);
    const before = await eventually(async () => {
      const answer = await answerOf(await spend({ customer }));
      return answer.model.version === good && answer;
    });
    const mend = await breakNewest(served, "checksum");
    const stale = await eventually(async () => {
      const answer = await answerOf(await spend({ customer }));
      return answer.stale && answer;
    });
    expect(stale).toEqual({
      ...before,
      stale: true,
      warnings: [expect.stringContaining("an older model answers")],
    });
    expect(served.said()).toContain("model_stale");
    await mend();
    await eventually(async () => !(await answerOf(await spend({ customer }))).stale);
  });

  it.each(["checksum", "missing", "card", "features"] as const)(
    "answers with the last good model also when it starts beside a newer one that is broken: %s",
    async (damage) => {
      const [customer = ""] = served.customers;
      const good = await inForce(served);
      const mend = await breakNewest(served, damage);
      const answer = SpendAnswer.parse(
        await daybookJson("predict", "--home", served.home, "--customer", customer),
      );
      expect(answer).toMatchObject({ stale: true, model: { version: good } });
      await mend();
    },
  );
});

describe("`daybook predict` and `daybook forecast`", () => {
  const ask = (...args: readonly string[]) => daybook(...args, "--home", served.home);

  it("say in words what is expected, why, and from what it is known", async () => {
    const [customer = ""] = served.customers;
    const { code, stdout } = await ask("predict", "--customer", customer, "--today", "amount=120,items=6");
    expect(code).toBe(0);
    for (const part of [
      `${customer} from`,
      "Expected",
      "4 in 5 times",
      "Without today",
      "Because of",
      "spend_30d/",
    ])
      expect(stdout).toContain(part);
    const forecast = await ask("forecast");
    expect(forecast.code).toBe(0);
    expect(forecast.stdout).toContain(served.from);
    expect(forecast.stdout).toContain("Together");
  });

  it("answer for somebody unknown as for an average customer, and mind it", async () => {
    const { code, stdout } = await ask("predict", "--customer", "C-mistyped", "--horizon", "1");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/Mind: .*average of all customers/),
    });
  });

  it.each([
    [2, ["--date", "2024-13-01"], "date: Invalid ISO date"],
    [2, ["--today", "amount=-5,items=1"], "today.amount"],
    [2, ["--horizon", "90"], "Allowed choices are 30, 1"],
    [1, ["--date", "1999-01-01"], "before anything is known; the first day is"],
    [1, ["--date", "2999-01-01"], "at most 7 can be answered"],
  ])("end with code %i on %j and one line of why", async (code, args, why) => {
    const done = await ask("predict", "--customer", "C1", ...args);
    expect(done.code).toBe(code);
    expect(done.stdout).toBe("");
    expect(done.stderr).toContain(why);
    expect(done.stderr).not.toContain("    at ");
  });

  it("say where there is no data yet", async () => {
    const done = await daybook("forecast", "--home", temporaryFolder());
    expect(done).toMatchObject({ code: 1, stdout: "" });
    expect(done.stderr).toContain("there is no data in");
  });
});

/** A request as bytes: fetch sends no such thing. Answers what came back before the connection ended. */
const withBody = (line: string, body: string, missing = 0): Promise<string> =>
  new Promise((resolve) => {
    const socket = createConnection(Number(new URL(served.url).port), "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => {
      answer += String(data);
    });
    socket.on("error", () => resolve(answer)).on("close", () => resolve(answer));
    socket.write(
      `${line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length + missing}\r\n\r\n${body}`,
    );
  });

const halfSent = (): Promise<void> =>
  new Promise((resolve) => {
    const socket = createConnection(Number(new URL(served.url).port), "127.0.0.1");
    socket.write(
      "POST /v1/predict/spend HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
      () => {
        socket.destroy();
        resolve();
      },
    );
  });
