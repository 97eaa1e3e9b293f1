import { once } from "node:events";
import { request as ask, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { answerRequest } from "../../../infra/entry/http.ts";
import { type RequestGate, requestGate } from "../../../infra/entry/request-gate.ts";

const opened: Server[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.closeAllConnections();
});

/** A server that answers with the size of the body once it is let go. */
const serving = async (gate: RequestGate) => {
  const { promise: go, resolve: letGo } = Promise.withResolvers<void>();
  const handle = async ({ bytes }: { readonly bytes: number }) => {
    await go;
    return { kind: "text" as const, status: 200, contentType: "text/plain", body: String(bytes) };
  };
  const server = createServer(
    (request, response) => void answerRequest(handle as never, request, response, gate),
  );
  opened.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { server, letGo, port };
};

const post = (port: number, length: number, body?: Buffer) =>
  new Promise<{ status: number | undefined; retryAfter: string | undefined; text: string }>(
    (resolve, reject) => {
      const sent = ask(
        { port, host: "127.0.0.1", method: "POST", headers: { "content-length": length } },
        async (answer) => {
          let text = "";
          for await (const chunk of answer) text += String(chunk);
          resolve({ status: answer.statusCode, retryAfter: answer.headers["retry-after"], text });
        },
      );
      sent.on("error", reject);
      if (body) sent.end(body);
      else sent.flushHeaders();
    },
  );

it("a body that is too long is refused by its length, before a byte of it is read", async () => {
  const { port } = await serving(requestGate());
  expect(await post(port, 33 * 1024 * 1024)).toMatchObject({
    status: 413,
    text: expect.stringContaining("32 MiB"),
  });
});

it("bodies that would be too many bytes together are refused with Retry-After, and taken once there is room", async () => {
  const { port, letGo } = await serving(requestGate({ held: 100 }));
  const first = post(port, 60, Buffer.alloc(60));
  await expect.poll(async () => (await post(port, 60)).status).toBe(503);
  expect(await post(port, 60)).toMatchObject({ status: 503, retryAfter: "1" });
  letGo();
  expect(await first).toMatchObject({ status: 200, text: "60" });
  expect(await post(port, 60, Buffer.alloc(60))).toMatchObject({ status: 200 });
});

it("requests beyond what can be answered soon are shed", async () => {
  const { port, letGo } = await serving(requestGate({ atOnce: 3 }));
  const all = Array.from({ length: 10 }, () => post(port, 1, Buffer.alloc(1)));
  await Promise.all(
    all.map((each) => Promise.race([each, new Promise((resolve) => setTimeout(resolve, 300))])),
  );
  letGo();
  const statuses = (await Promise.all(all)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(3);
  expect(statuses.filter((status) => status === 503)).toHaveLength(7);
});

it("what was begun is answered before a server closes", async () => {
  const gate = requestGate();
  const { server, port, letGo } = await serving(gate);
  const begun = Array.from({ length: 20 }, () => post(port, 1, Buffer.alloc(1)));
  await expect
    .poll(() => new Promise((resolve) => server.getConnections((_, count) => resolve(count))))
    .toBe(20);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closed = gate.close(server, 5000);
  letGo();
  await closed;
  expect(new Set((await Promise.all(begun)).map(({ status }) => status))).toEqual(new Set([200]));
});
