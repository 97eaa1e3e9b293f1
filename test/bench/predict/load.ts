import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** One question over a connection that is kept. Answers milliseconds until the whole answer was there. */
export const ask = (port: number, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const sent = request(
      {
        agent,
        port,
        host: "127.0.0.1",
        method: "POST",
        path: "/v1/predict/spend",
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      (response) => {
        response.resume();
        response.once("end", () =>
          response.statusCode === 200
            ? resolve(performance.now() - started)
            : reject(new Error(`status ${response.statusCode}`)),
        );
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });

/** Questions at a pace that does not wait for answers: a slow server gets no fewer. */
export const load = async (
  port: number,
  bodies: readonly string[],
  { count, perSecond }: { readonly count: number; readonly perSecond: number },
): Promise<number[]> => {
  const started = performance.now();
  const asked: Promise<number>[] = [];
  for (let index = 0; index < count; index++) {
    const wait = started + (1000 * index) / perSecond - performance.now();
    if (wait > 1) await setTimeout(wait);
    asked.push(ask(port, bodies[index % bodies.length] ?? ""));
  }
  return Promise.all(asked);
};

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
