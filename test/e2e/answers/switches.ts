import { expect, it } from "vitest";
import { BatchAnswer, SpendAnswer } from "../../../functions/7-predict/api.ts";
import { daybookJson, eventually } from "../../infra/cli/laptop-process.ts";
import type { ServedHome } from "../served-home.ts";
import { breakNewest, inForce, putRunRateInForce } from "../switched-models.ts";
import { breakSnapshot, publishTimes } from "../switched-snapshots.ts";
import { answerTo, post } from "./requests.ts";

/** What is newly promoted or published answers without a restart, if it is sound. */
export const switches = (home: () => ServedHome): void => {
  it("case 81: the model and the snapshot switch while answers are made → each is wholly from one of each", async () => {
    const served = home();
    const questions = served.customers.slice(0, 40).map((customer) => ({ customer }));
    const ask = async () => {
      const response = await post(served, "/v1/predict/spend:batch", JSON.stringify({ questions }));
      return BatchAnswer.parse(await response.json()).answers.map((answer) => SpendAnswer.parse(answer));
    };
    const said = new Map<string, string>();
    let asked = 0;
    const askAtOnce = async (): Promise<boolean> => {
      for (const answers of await Promise.all(Array.from({ length: 20 }, ask))) {
        asked++;
        const [made = "", ...others] = new Set(
          answers.map(({ model, snapshot }) => `${model.version} ${snapshot}`),
        );
        expect(others).toEqual([]);
        const values = JSON.stringify(answers.map(({ value }) => value));
        expect(said.get(made) ?? values).toBe(values);
        said.set(made, values);
      }
      return asked >= 100 && said.has(`${version} halved`);
    };
    await askAtOnce();
    const [, version] = await putRunRateInForce(served);
    await publishTimes(served, "halved", 0.5);
    await eventually(askAtOnce);
    expect(new Set(said.values()).size).toBe(said.size);
  });

  it("case 80: a model or a snapshot that is damaged or half there → the last good one answers, and says so", async () => {
    const served = home();
    const [customer = ""] = served.customers;
    const before = await answerTo(served, { customer, date: served.from });
    expect(before).toMatchObject({ stale: false, warnings: [] });
    const mends = [await breakNewest(served, "checksum"), await breakSnapshot(served)];
    const stale = await eventually(async () => {
      const answer = await answerTo(served, { customer, date: served.from });
      return answer.warnings.length === mends.length && answer;
    });
    expect(stale).toEqual({
      ...before,
      stale: true,
      warnings: [
        expect.stringContaining("an older snapshot answers"),
        expect.stringContaining("an older model answers"),
      ],
    });
    expect(served.said()).toContain("model_stale");
    expect(served.said()).toContain("snapshot_stale");
    for (const mend of mends) await mend();
    await eventually(async () => !(await answerTo(served, { customer, date: served.from })).stale);
  });

  it.each(["checksum", "missing", "card", "features"] as const)(
    "answers with the last good model also when it starts beside a newer one that is broken: %s",
    async (damage) => {
      const served = home();
      const [customer = ""] = served.customers;
      const good = await inForce(served);
      const mend = await breakNewest(served, damage);
      const answer = SpendAnswer.parse(
        await daybookJson("predict", "--home", served.home, "--customer", customer, "--date", served.from),
      );
      expect(answer).toMatchObject({ stale: true, model: { version: good } });
      await mend();
    },
  );
};
