import { createHash } from "node:crypto";
import { z } from "zod";
import { content } from "../../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../../shared/routes/route.ts";
import { pageStyle } from "./page-style.ts";
import { statusPage } from "./status-page.ts";
import type { Status } from "./status-view.ts";

const styleHash = createHash("sha256").update(pageStyle.text).digest("base64");

const headers = {
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  "referrer-policy": "no-referrer",
};

export const statusRoutes = (read: () => Promise<Status>, home: string): readonly HttpRoute[] => [
  route({
    method: "GET",
    path: "/",
    summary: "The status as a page",
    replies: { html: z.string() },
    answer: async () => content("html", statusPage(await read(), home), { headers }),
  }),
  route({
    method: "GET",
    path: "/status.json",
    summary: "The status",
    replies: { json: z.unknown() },
    answer: async () => content("json", `${JSON.stringify(await read(), null, 2)}\n`, { headers }),
  }),
  route({
    method: "GET",
    path: "/healthz",
    summary: "Whether the process lives",
    replies: { text: z.string() },
    answer: () => content("text", "ok\n", { headers }),
  }),
];
