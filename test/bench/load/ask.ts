import { Agent, request } from "node:http";
import type { Question } from "./questions.ts";

export interface Asked {
  readonly ms: number;
  readonly status: number;
}

/** Asks over connections that are kept, at most so many at a time. */
export const asker = (port: number, atOnce: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const ask = ({ path, body }: Question): Promise<Asked> =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const sent = request(
        {
          ...{ agent, host: "127.0.0.1", port, path },
          ...(body ? { method: "POST", headers: { "content-type": "application/json" } } : {}),
        },
        (answer) => {
          answer.resume();
          answer.on("end", () =>
            resolve({ ms: performance.now() - started, status: answer.statusCode ?? 0 }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(body && JSON.stringify(body));
    });
  return { ask, close: () => agent.destroy() };
};

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
