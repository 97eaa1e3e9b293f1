import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { afterEach, describe, expect, it } from "vitest";
import { answerRequest, onRequest } from "../../../infra/entry/http.ts";
import type { HttpHandler, HttpReply } from "../../../shared/http.ts";
import { content, events, json } from "../../../shared/routes/replies.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

type Serve = (handle: HttpHandler) => Server;

const plainly: Serve = (handle) =>
  createServer((request, response) => void answerRequest(handle, request, response));

let functions = 0;
const underFunctionsFramework: Serve = (handle) => {
  const name = `reply-${functions++}`;
  http(name, onRequest(handle));
  return getTestServer(name);
};

/** A server that answers everything so. */
const serving = async (reply: HttpReply | HttpHandler, serve: Serve = plainly): Promise<string> => {
  const handle: HttpHandler = typeof reply === "function" ? reply : () => reply;
  const server = serve(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/here`;
};

describe("a reply", () => {
  it.each([
    [json({ a: 1 }), "application/json; charset=utf-8", '{"a":1}'],
    [content("html", "<p>é</p>"), "text/html; charset=utf-8", "<p>é</p>"],
    [content("csv", "a,b\r\n"), "text/csv; charset=utf-8", "a,b\r\n"],
    [content("text", "ok\n"), "text/plain; charset=utf-8", "ok\n"],
    [content("bytes", Uint8Array.of(0, 255, 128)), "application/octet-stream", Buffer.from([0, 255, 128])],
  ])("is sent with its type, whole, and is not to be kept: %#", async (reply, type, body) => {
    const response = await fetch(await serving(reply));
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("etag")).toBeNull();
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes).toEqual(Buffer.from(body));
    expect(response.headers.get("content-length")).toBe(String(bytes.length));
  });

  it("that may be kept has a tag of its content, and is not sent to whoever has it", async () => {
    let body = { net: 1 };
    const url = await serving(() => json(body, { cacheControl: "private, max-age=60" }));
    const first = await fetch(url);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(first.headers.get("cache-control")).toBe("private, max-age=60");
    const again = (held: string, method = "GET") =>
      fetch(url, { method, headers: { "if-none-match": held }, cache: "no-store" });
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await again(held);
      expect(response.status, held).toBe(304);
      expect(response.headers.get("etag")).toBe(etag);
      expect(await response.text()).toBe("");
    }
    expect((await again(etag, "HEAD")).status).toBe(304);
    expect((await again('"other"')).status).toBe(200);
    expect((await again(etag, "POST")).status).toBe(200);
    body = { net: 2 };
    const changed = await again(etag);
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).not.toBe(etag);
  });

  it("to a HEAD has the same head and no body; a refusal has no tag", async () => {
    const url = await serving(json({ a: "é" }, { cacheControl: "no-cache" }));
    const [whole, head] = [await fetch(url), await fetch(url, { method: "HEAD" })];
    for (const name of ["etag", "content-length", "content-type", "cache-control"])
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    expect(await head.text()).toBe("");
    const refusal = await fetch(await serving(json({}, { status: 404, cacheControl: "no-cache" })));
    expect(refusal.headers.get("etag")).toBeNull();
  });
});

describe("an event stream", () => {
  it("sends each event as it comes, and ends with its source", async () => {
    const url = await serving(
      events(async function* () {
        yield { data: { day: "2024-01-01" }, event: "loaded\nid: 9", id: "1" };
        yield { data: "two\nlines" };
      }),
    );
    const response = await fetch(url);
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(await response.text()).toBe(
      'event: loaded id: 9\nid: 1\ndata: {"day":"2024-01-01"}\n\ndata: "two\\nlines"\n\n',
    );
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it.each([
    ["a plain server", plainly],
    ["functions-framework", underFunctionsFramework],
  ])(
    "of %s has heartbeats while nothing happens, and its source ends when the client goes away",
    async (_, serve) => {
      let ended = false;
      const url = await serving(
        events(async function* (gone) {
          try {
            yield { data: 1 };
            await setTimeout(60_000, undefined, { signal: gone });
          } finally {
            ended = true;
          }
        }, 10),
        serve,
      );
      const client = new AbortController();
      const response = await fetch(url, { signal: client.signal });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      while (!text.includes(":\n\n:\n\n")) text += (await reader?.read())?.value ?? "";
      expect(text).toMatch(/^data: 1\n\n(:\n\n)+$/);
      expect(ended).toBe(false);
      client.abort();
      await expect.poll(() => ended).toBe(true);
    },
  );

  it("waits for a slow client, so that nothing piles up", async () => {
    let made = 0;
    const url = await serving(
      events(async function* () {
        for (; made < 10_000; made++) yield { data: "x".repeat(10_000) };
      }),
    );
    const client = new AbortController();
    await fetch(url, { signal: client.signal });
    await setTimeout(300);
    expect(made).toBeLessThan(5000);
    client.abort();
  });
});
