import { expect, it } from "vitest";
import type { ServedHome } from "../served-home.ts";
import { json, problemOf, sent } from "./requests.ts";

/** Every path and method has an answer of our own, in the same form. */
export const paths = (home: () => ServedHome): void => {
  it.each([
    ["GET", "/", 404, "no such path: /"],
    ["GET", "/v1/nothing", 404, "no such path: /v1/nothing"],
    ["GET", "/v1/forecast/", 404, "no such path: /v1/forecast/"],
    ["GET", "//v1/forecast", 404, "no such path: //v1/forecast"],
    ["POST", "//v1/predict/spend", 404, "no such path: //v1/predict/spend"],
    ["GET", "/%", 404, "no such path: /%"],
    ["GET", "/v1/customers/", 404, "no such path: /v1/customers/"],
    ["GET", "/v1/customers/a/b", 404, "no such path: /v1/customers/a/b"],
    ["GET", "/v1/customers/a%2Fb", 404, 'customer "a/b" has not bought'],
    ["GET", "/v1/customers/%ff", 400, 'path: "%ff" is not well encoded'],
    ["GET", "/v1/customers/%E0%A4", 400, 'path: "%E0%A4" is not well encoded'],
    ["GET", `/v1/customers/${"a".repeat(201)}`, 400, "id: "],
    ["GET", "/v1/forecast?days=60", 400, "/v1/forecast takes no parameters"],
    ["GET", "/v1/customers/a?date=2024-01-01&x=%", 400, "/v1/customers/a takes no parameters"],
    ["POST", "/v1/predict/spend?horizon=30d", 400, "/v1/predict/spend takes no parameters"],
    ["GET", "/v1/predict/spend", 405, "/v1/predict/spend takes POST"],
    ["HEAD", "/v1/predict/spend:batch", 405, ""],
    ["DELETE", "/v1/customers/a", 405, "/v1/customers/a takes GET, HEAD"],
    ["OPTIONS", "/v1/forecast", 405, "/v1/forecast takes GET, HEAD"],
    ["POST", "/openapi.json", 405, "/openapi.json takes GET, HEAD"],
    ["POST", "/nothing", 404, "no such path: /nothing"],
  ])("%s %.40s → %i", async (method, path, status, why) => {
    // A question that is broken off: whatever else is wrong, no page of the framework's own comes back for it.
    const body = method === "POST" ? { body: '{"customer":', headers: json } : {};
    const response = await fetch(`${home().url}${path}`, { method, ...body });
    expect(response.status).toBe(status);
    if (status === 405) expect(response.headers.get("allow")).toMatch(/^(POST|GET, HEAD)$/);
    if (method !== "HEAD") expect((await problemOf(response)).detail).toContain(why);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("HEAD is answered as GET is, without the body", async () => {
    const { url } = home();
    const whole = await fetch(`${url}/v1/forecast`);
    const head = await fetch(`${url}/v1/forecast`, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-length")).toBe(String((await whole.arrayBuffer()).byteLength));
    expect(await head.text()).toBe("");
  });

  it("the description may be kept, and is not sent again to whoever has it; an answer may not", async () => {
    const { url } = home();
    const { headers } = await fetch(`${url}/openapi.json`);
    expect(headers.get("cache-control")).toBe("no-cache");
    const held = { "if-none-match": headers.get("etag") ?? "" };
    expect((await fetch(`${url}/openapi.json`, { headers: held })).status).toBe(304);
    const answer = await fetch(`${url}/v1/forecast`, { headers: { "if-none-match": "*" } });
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
  });

  it("a path of any length is refused, not answered and not repeated", async () => {
    const served = home();
    const long = await problemOf(await fetch(`${served.url}/v1/${"a".repeat(10_000)}`));
    expect(long.status).toBe(404);
    expect(long.detail.length).toBeLessThan(300);
    // What is longer than Node takes for a head never comes to our code.
    const longer = await sent(served, `GET /v1/${"a".repeat(100_000)} HTTP/1.1\r\nhost: a\r\n\r\n`);
    expect(longer).toMatch(/^HTTP\/1\.1 431 [^\r]*\r\nConnection: close\r\n\r\n$/);
  });
};
