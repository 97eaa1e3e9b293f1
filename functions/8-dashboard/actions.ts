import { z } from "zod";
import { TaskName, VersionName } from "../../shared/registry/card.ts";
import { Problem } from "../../shared/routes/problem.ts";
import type { HttpRoute } from "../../shared/routes/route.ts";
import { action } from "./action.ts";
import type { Desk } from "./page.ts";
import { readUpload } from "./pages/files/read-upload.ts";

const mostUploaded = 31 * 1024 * 1024;

/** What readers with the right can do. */
export const actionRoutes = (desk: Desk): readonly HttpRoute[] => [
  action(desk, {
    path: "/files",
    summary: "Takes files from a form",
    least: "operator",
    mostBytes: mostUploaded,
    async act({ request }) {
      const { uploads } = desk.platform;
      if (!uploads)
        throw new Problem("forbidden", "files go into the landing bucket here, not through this page");
      const files = await readUpload(request);
      for (const { name, content } of files) await uploads(name, content);
      return `/files?sent=${encodeURIComponent(
        files
          .map(({ name }) => name)
          .join(", ")
          .slice(0, 400),
      )}`;
    },
  }),
  action(desk, {
    path: "/models/{task}/promote",
    summary: "Makes another version of a model answer",
    least: "operator",
    mostBytes: 1000,
    params: z.object({ task: TaskName }),
    body: z.object({ version: VersionName }),
    async act({ params: { task }, body: { version } }) {
      await desk.sources.promote(task, version);
      return `/models/${task}?done=1`;
    },
  }),
];
