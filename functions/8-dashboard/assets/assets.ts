import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { content } from "../../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../../shared/routes/route.ts";

const read = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), "utf8");

const asset = (name: string, format: "css" | "script") => {
  const text = read(name);
  const [stem, extension] = name.split(".");
  return { text, format, path: `/assets/${stem}-${hash("sha256", text, "hex").slice(0, 12)}.${extension}` };
};

/** The name holds a hash of the content, so that browsers may keep it for ever. */
export const style = asset("dashboard.css", "css");
export const script = asset("dashboard.js", "script");

export const assetRoutes: readonly HttpRoute[] = [style, script].map(({ text, format, path }) =>
  route({
    method: "GET",
    path,
    summary:
      format === "css"
        ? "How the pages look"
        : "Renews pages while files arrive; everything works without it",
    replies: { [format]: z.string() },
    answer: () =>
      content(format, text, { cacheControl: "public, max-age=31536000, immutable", compress: true }),
  }),
);
