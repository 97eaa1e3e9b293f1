import { expect, it } from "vitest";
import { ForecastAnswer } from "../../../functions/7-predict/api.ts";
import { daybook, daybookJson, temporaryFolder } from "../../infra/cli/laptop-process.ts";
import type { ServedHome } from "../served-home.ts";
import { answerTo } from "./requests.ts";

/** `daybook predict` and `daybook forecast`. */
export const commands = (home: () => ServedHome): void => {
  const ask = (...args: readonly string[]) => daybook(...args, "--home", home().home);

  it("answer as predict does over HTTP", async () => {
    const served = home();
    const [customer = ""] = served.customers;
    const over = await answerTo(served, { customer, date: served.from });
    const asked = ["--home", served.home, "--customer", customer, "--date", served.from];
    expect(await daybookJson("predict", ...asked)).toEqual(over);
    const forecast = ForecastAnswer.parse(await (await fetch(`${served.url}/v1/forecast`)).json());
    expect(await daybookJson("forecast", "--home", served.home)).toEqual(forecast);
  });

  it("say in words what is expected, why, and from what it is known", async () => {
    const served = home();
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
    // The company's days are those of 2024.
    for (const said of [stdout, forecast.stdout])
      expect(said).toMatch(/Note: the last known day, 2024-\S+, was [\d,]+ days ago/);
  });

  it("answer for somebody unknown as for an average customer, and say so", async () => {
    const { code, stdout } = await ask("predict", "--customer", "C-mistyped", "--horizon", "next_day");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/Note: .*average of all customers/),
    });
  });

  it.each([
    [
      2,
      ["--date", "2024-13-01"],
      "date: Invalid ISO date: it must be a day of the calendar, written as 2024-10-06",
    ],
    [2, ["--today", "amount=-5,items=1"], "today.amount"],
    [2, ["--horizon", "90"], "Allowed choices are 30d, next_day"],
    [1, ["--date", "1999-01-01"], "before anything is known; the first day is"],
    [1, ["--date", "2999-01-01"], "at most 7 can be answered"],
  ])("end with code %i on %j and one line of why", async (code, args, why) => {
    const done = await ask("predict", "--customer", "C1", ...args);
    expect(done.code).toBe(code);
    expect(done.stdout).toBe("");
    expect(done.stderr).toContain(why);
    expect(done.stderr).not.toContain("    at ");
  });

  it("name the tasks there are to whoever asks how another one did", async () => {
    expect(await ask("leaderboard", "spend")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/there is no task "spend"; the tasks are (\w+, )*next_day_spend, /),
    });
  });

  it("say where there is no data yet", async () => {
    const done = await daybook("forecast", "--home", temporaryFolder());
    expect(done).toMatchObject({ code: 1, stdout: "" });
    expect(done.stderr).toContain("there is no data in");
  });
};
