import { execFileSync } from "node:child_process";
import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { SpendAnswer } from "../../../functions/7-predict/api.ts";
import type { ServedHome } from "../served-home.ts";
import { halfSent, json, sent, spend, withBody } from "./requests.ts";

const perSecond = 2000;
/** The case says thirty seconds; `npm run bench:load` asks for longer than that. */
const seconds = 3;
/** So many questions at once Terraform lets come to one instance, in so much memory. Beyond that Cloud Run itself answers 429. */
const concurrency = 40;
const memoryMiB = 512;

export const floods = (home: () => ServedHome, slowBody: () => Promise<string>): void => {
  it(`case 78: ${perSecond} questions a second for ${seconds} seconds → every one is answered whole or refused, memory stays bounded, and it goes on`, async () => {
    const served = home();
    const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
    const asked: Promise<Asked>[] = [];
    for (let tick = 0; tick < 100 * seconds; tick++) {
      for (let one = 0; one < perSecond / 100; one++)
        asked.push(ask(served, agent, served.customers[asked.length % served.customers.length] ?? ""));
      await setTimeout(10);
    }
    const answers = await Promise.all(asked);
    agent.destroy();
    expect(answers).toHaveLength(perSecond * seconds);
    expect(answers.filter(({ status }) => ![200, 429, 503].includes(status))).toEqual([]);
    const answered = answers.filter(({ status }) => status === 200);
    expect(answered.length).toBeGreaterThan(concurrency);
    for (const { customer, body } of answered)
      expect(SpendAnswer.parse(JSON.parse(body)).customer).toBe(customer);
    expect(residentMiB(served.pid)).toBeLessThan(memoryMiB);
    expect((await fetch(`${served.url}/readyz`)).status).toBe(200);
  });

  it("case 79: a body that never ends, or a client that goes → the connection is freed", async () => {
    const served = home();
    for (let gone = 0; gone < 50; gone++) await halfSent(served);
    expect((await spend(served, { customer: "a" })).status).toBe(200);
    // Cut off, without an answer that anybody waits for.
    expect(await slowBody()).toBe("");
    expect(served.said()).not.toContain("no answer");
  });
};

/** A question whose last bytes never come. It takes ten seconds to be cut off: it is begun before the other cases. */
export const neverEnding = (served: ServedHome): Promise<string> =>
  sent(served, withBody("POST /v1/predict/spend", '{"customer":', 1000));

interface Asked {
  readonly customer: string;
  readonly status: number;
  readonly body: string;
}

const ask = ({ url }: ServedHome, agent: Agent, customer: string): Promise<Asked> =>
  new Promise((resolve, reject) => {
    const options = { agent, method: "POST", headers: json };
    const question = request(`${url}/v1/predict/spend`, options, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text) => {
        body += text;
      });
      response.once("end", () => resolve({ customer, status: response.statusCode ?? 0, body }));
    });
    question.once("error", reject).end(JSON.stringify({ customer }));
  });

const residentMiB = (pid: number): number =>
  Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)])) / 1024;
