import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";

/** One question over a connection that is kept. Answers milliseconds until the whole answer was there. */
export const ask = (port: number, body: string, agent?: Agent): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now();
    const sent = request(
      {
        ...(agent && { agent }),
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
    sent.once("error", (error) => {
      // The server had closed the kept connection while the question was on its way: it is asked again, and timed anew.
      if (sent.reusedSocket && "code" in error && error.code === "ECONNRESET")
        resolve(ask(port, body, agent));
      else reject(error);
    });
    sent.end(body);
  });

/** Questions at a pace that does not wait for answers: a slow server gets no fewer. */
export const load = async (
  port: number,
  bodies: readonly string[],
  { count, perSecond }: { readonly count: number; readonly perSecond: number },
): Promise<number[]> => {
  // Its own connections, kept: the server ends those that nobody used for a while.
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const started = performance.now();
  const asked: Promise<number>[] = [];
  for (let index = 0; index < count; index++) {
    const wait = started + (1000 * index) / perSecond - performance.now();
    if (wait > 1) await setTimeout(wait);
    const one = ask(port, bodies[index % bodies.length] ?? "", agent);
    // One that fails is found at the end, when all have come back.
    one.catch(() => {});
    asked.push(one);
  }
  return Promise.all(asked).finally(() => agent.destroy());
};

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
