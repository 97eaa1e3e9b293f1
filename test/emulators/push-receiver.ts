import { once } from "node:events";
import { type CloudEvent, cloudEvent } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import type { CloudEventHandler } from "../../infra/local/subscription.ts";

export interface PushReceiver {
  /** Where a subscription pushes to. functions-framework takes the topic's name from the path. */
  endpoint(projectId: string, topic: string): string;
  close(): Promise<void>;
}

let receivers = 0;

/** Stands for a deployed function: functions-framework's own server, and so many requests at a time; others wait. */
export const startPushReceiver = async (
  handler: CloudEventHandler,
  concurrency: number,
): Promise<PushReceiver> => {
  receivers += 1;
  const name = `receiver-${receivers}`;
  cloudEvent(name, limited(handler, concurrency));
  const server = getTestServer(name).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the receiver has no port");
  return {
    endpoint: (projectId, topic) => `http://127.0.0.1:${address.port}/projects/${projectId}/topics/${topic}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
};

const limited = (handler: CloudEventHandler, concurrency: number) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (event: CloudEvent<unknown>): Promise<void> => {
    if (running >= concurrency) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      await handler(event);
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
};
