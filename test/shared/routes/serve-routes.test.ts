import { describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonLog, silentLog } from "../../../infra/entry/logger.ts";
import type { HttpReply, HttpRequest } from "../../../shared/http.ts";
import { content, events, json } from "../../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../../shared/routes/route.ts";
import { serveRoutes } from "../../../shared/routes/serve-routes.ts";

const Sale = z.strictObject({ shop: z.string(), day: z.iso.date() });
const Days = z.strictObject({ from: z.iso.date().optional(), limit: z.coerce.number().int().default(7) });

const table: readonly HttpRoute[] = [
  route({
    method: "GET",
    path: "/shops/{shop}/days/{day}",
    summary: "A shop's day",
    params: Sale,
    replies: { json: Sale },
    answer: ({ params }) => json(params),
  }),
  route({
    method: "GET",
    path: "/sales",
    summary: "Sales by day",
    query: Days,
    replies: { json: Days, csv: z.string(), html: z.string() },
    answer: ({ query, format }) =>
      format === "json" ? json(query) : content(format, `${format} of ${query.limit} days`),
  }),
  route({
    method: "POST",
    path: "/sales",
    summary: "A new sale",
    body: Sale,
    mostBytes: 100,
    replies: { json: Sale },
    answer: async ({ body }) => json(body, { status: 201 }),
  }),
  route({
    method: "GET",
    path: "/kpis/{name}",
    summary: "A KPI",
    params: z.strictObject({ name: z.string() }),
    replies: { json: z.unknown(), csv: z.string() },
    answer: ({ params, format }) => json({ ...params, format }),
  }),
  route({
    method: "GET",
    path: "/broken",
    summary: "Fails",
    replies: { text: z.string() },
    answer: async () => {
      throw new Error("a secret of the machine");
    },
  }),
  route({
    method: "GET",
    path: "/live",
    summary: "Events that end badly",
    replies: { events: z.unknown() },
    answer: () =>
      events(async function* () {
        yield { data: 1 };
        throw new Error("the source went away");
      }),
  }),
];

const about = { title: "Shop", description: "A shop." };
const service = serveRoutes(table, { ...about, log: silentLog });

const ask = async (path: string, given: Partial<HttpRequest> = {}): Promise<HttpReply> => {
  const [place = "", query] = path.split("?");
  return service({ method: "GET", path: place, query, bytes: given.body?.length ?? 0, ...given });
};
const post = (path: string, body: unknown) =>
  ask(path, { method: "POST", contentType: "application/json", body: JSON.stringify(body) });

describe("a route", () => {
  it("gets the parameters of its path decoded and checked", async () => {
    expect(await ask("/shops/a%20b%2Fc/days/2024-02-29")).toMatchObject({
      status: 200,
      body: { shop: "a b/c", day: "2024-02-29" },
    });
    for (const [path, status] of [
      ["/shops/a/days/2024-02-30", 400],
      ["/shops/%ff/days/2024-02-29", 400],
      ["/shops/a/days/", 404],
      ["/shops/a/b/days/2024-02-29", 404],
      ["/shops/a/days/2024-02-29/", 404],
    ] as const)
      expect(await ask(path), path).toMatchObject({ status, contentType: "application/problem+json" });
  });

  it("gets the parameters of its query checked, each once", async () => {
    expect(await ask("/sales?from=2024-01-01")).toMatchObject({ body: { from: "2024-01-01", limit: 7 } });
    for (const [query, path] of [
      ["limit=many", "limit"],
      ["day=2024-01-01", "body"],
      ["limit=1&limit=2", "limit"],
    ])
      expect(await ask(`/sales?${query}`)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
    expect(await ask("/broken?a=1")).toMatchObject({ status: 400 });
  });

  it("gets a body that is checked and not too large", async () => {
    const sale = { shop: "a", day: "2024-01-01" };
    expect(await post("/sales", sale)).toMatchObject({ status: 201, body: sale });
    expect(await post("/sales", { shop: 1 })).toMatchObject({ status: 400 });
    expect(await post("/sales", { ...sale, shop: "a".repeat(100) })).toMatchObject({ status: 413 });
    expect(await ask("/sales", { body: "{}" })).toMatchObject({ status: 400 });
  });

  it("is refused by another method, with those that there are", async () => {
    expect(await ask("/sales", { method: "PUT" })).toMatchObject({
      status: 405,
      headers: { allow: "GET, HEAD, POST" },
    });
    expect(await ask("/sales", { method: "HEAD" })).toMatchObject({ status: 200 });
    expect(await ask("/nothing")).toMatchObject({ status: 404 });
  });

  it("that fails says nothing of why, and the log does", async () => {
    const lines: string[] = [];
    const logged = serveRoutes(table, { ...about, log: jsonLog((line) => lines.push(line)) });
    const reply = await logged({ method: "GET", path: "/broken", bytes: 0 });
    expect(reply).toMatchObject({ status: 500 });
    expect(JSON.stringify(reply)).not.toContain("secret");
    expect(lines.join()).toContain("a secret of the machine");
  });

  it("whose events fail ends their stream, and the log says why", async () => {
    const lines: string[] = [];
    const logged = serveRoutes(table, { ...about, log: jsonLog((line) => lines.push(line)) });
    const reply = await logged({ method: "GET", path: "/live", bytes: 0 });
    const data: unknown[] = [];
    if (reply.kind === "events")
      for await (const event of reply.body(new AbortController().signal)) data.push(event.data);
    expect(data).toEqual([1]);
    expect(lines.join()).toContain("the source went away");
  });
});

describe("the format of a reply", () => {
  it.each([
    [undefined, "application/json"],
    ["*/*", "application/json"],
    ["text/csv", "text/csv"],
    ["text/*", "text/csv"],
    ["text/html,application/xhtml+xml,*/*;q=0.8", "text/html"],
    ["text/csv;q=0.5, text/html;q=0.6, application/json;q=0.1", "text/html"],
    ["text/*, text/csv;q=0", "text/html"],
    ["TEXT/CSV", "text/csv"],
  ])("where there are several, follows Accept: %s gives %s", async (accept, contentType) => {
    expect(await ask("/sales", { accept })).toMatchObject({
      status: 200,
      contentType,
      headers: { vary: "accept" },
    });
  });

  it("follows the path's suffix before Accept", async () => {
    expect(await ask("/sales.csv", { accept: "text/html" })).toMatchObject({ body: "csv of 7 days" });
    expect(await ask("/sales.json?limit=1")).toMatchObject({ body: { limit: 1 } });
    expect(await ask("/kpis/net.margin.csv")).toMatchObject({ body: { name: "net.margin", format: "csv" } });
    expect(await ask("/kpis/net.margin")).toMatchObject({ body: { name: "net.margin", format: "json" } });
    expect(await ask("/sales.txt")).toMatchObject({ status: 404 });
  });

  it("is refused where none is acceptable, and is no matter where there is one only", async () => {
    expect(await ask("/sales", { accept: "image/png" })).toMatchObject({ status: 406 });
    const day = "/shops/a/days/2024-02-29";
    expect(await ask(day, { accept: "text/csv" })).toMatchObject({ status: 200 });
    expect((await ask(day)).headers).toBeUndefined();
    expect(await ask(`${day}.csv`)).toMatchObject({ status: 400 });
  });
});

describe("/openapi.json", () => {
  it("describes every route of the table: parameters, body, and each format", async () => {
    const { body } = await ask("/openapi.json");
    const { paths } = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
      })
      .parse(body);
    expect(body).toMatchObject({ openapi: "3.1.0", info: about });
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(table.map(({ method, path }) => `${method} ${path}`).toSorted());
    expect(paths["/sales"]?.["get"]).toMatchObject({
      parameters: [
        { name: "from", in: "query", required: false, schema: { format: "date" } },
        { name: "limit", in: "query", required: false },
      ],
      responses: { "200": { content: { "application/json": {}, "text/csv": {}, "text/html": {} } } },
    });
    expect(paths["/sales"]?.["post"]).toMatchObject({ requestBody: { required: true } });
    expect(paths["/shops/{shop}/days/{day}"]?.["get"]).toMatchObject({
      parameters: [
        { name: "shop", in: "path", required: true },
        { name: "day", in: "path", required: true },
      ],
    });
    const ids = Object.values(paths).flatMap((operations) =>
      Object.values(operations).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(table.length);
  });
});

it("a service serves another's routes after its own", async () => {
  const own = route({
    method: "GET",
    path: "/broken",
    summary: "Mended",
    replies: { text: z.string() },
    answer: () => content("text", "mended"),
  });
  const both = serveRoutes([own, ...service.routes], { ...about, log: silentLog });
  const get = async (path: string) => both({ method: "GET", path, bytes: 0 });
  expect(await get("/broken")).toMatchObject({ status: 200, body: "mended" });
  expect(await get("/sales")).toMatchObject({ status: 200 });
  const { body } = await get("/openapi.json");
  expect(body).toMatchObject({ paths: { "/broken": { get: { summary: "Mended" } }, "/sales": {} } });
});
