import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { answerRequest } from "../../../infra/entry/http.ts";
import type { HttpHandler, HttpReply } from "../../../shared/http.ts";
import { content, json } from "../../../shared/routes/replies.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server that answers everything so. */
const serving = async (reply: HttpReply | HttpHandler): Promise<string> => {
  const handle: HttpHandler = typeof reply === "function" ? reply : () => reply;
  const server = createServer((request, response) => void answerRequest(handle, request, response));
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
