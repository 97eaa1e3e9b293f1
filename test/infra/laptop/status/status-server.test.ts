import { request } from "node:http";
import { expect, it } from "vitest";
import { type StatusServer, serveStatus } from "../../../../infra/laptop/status/status-server.ts";
import { temporaryHome } from "../../../e2e/temporary-home.ts";
import { lint, noFault } from "../../../shared/routes/lint.ts";

const serving = async (): Promise<StatusServer> => {
  const { platform, services } = await temporaryHome();
  return serveStatus(platform, services, 0);
};

/** fetch sets the host itself. */
const statusFor = ({ url }: StatusServer, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once("error", reject).end();
  });

it("serves the routes of the stages beside its own, which go first", async () => {
  const server = await serving();
  const get = (path: string) => fetch(`${server.url}${path}`);
  expect(await (await get("/healthz")).text()).toBe("ok\n");
  expect(await (await get("/status.json")).json()).toMatchObject({ updating: false });
  const ready = await get("/readyz");
  expect(ready.status).toBe(503);
  expect(await ready.text()).toContain("nothing has been published yet");
  const { paths } = (await (await get("/openapi.json")).json()) as { paths: Record<string, object> };
  expect(Object.keys(paths)).toEqual(expect.arrayContaining(["/", "/status.json", "/v1/models"]));
  expect((await fetch(server.url, { method: "POST" })).headers.get("allow")).toBe("GET, HEAD");
  await server.close();
});

it("describes all that it serves, pages too, without breaking a recommended rule", async () => {
  const server = await serving();
  const document = await (await fetch(`${server.url}/openapi.json`)).json();
  expect(await lint(document)).toContain(noFault);
  await server.close();
});

it("sends its pages with headers that let nothing else load, and to no other name", async () => {
  const server = await serving();
  const page = await fetch(server.url);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(page.headers.get("cache-control")).toBe("private, no-cache");
  expect(page.headers.get("referrer-policy")).toBe("same-origin");
  const policy = page.headers.get("content-security-policy");
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'self'; script-src 'self'; .*frame-ancestors 'none'$/,
  );
  const { host } = new URL(server.url);
  expect(await statusFor(server, host)).toBe(200);
  expect(await statusFor(server, "shop.example")).toBe(403);
  await server.close();
});
