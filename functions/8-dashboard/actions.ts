import { z } from "zod";
import { RejectedInput } from "../../shared/errors.ts";
import { ActKind } from "../../shared/insights/acts.ts";
import { TaskName, VersionName } from "../../shared/registry/card.ts";
import { Problem } from "../../shared/routes/problem.ts";
import type { HttpRoute } from "../../shared/routes/route.ts";
import { findings } from "../../shared/serving/sections/findings.ts";
import { HoldDecision } from "../../shared/work/holds.ts";
import { action } from "./action.ts";
import type { Desk } from "./page.ts";
import { readUpload } from "./pages/files/read-upload.ts";
import { sectionOf } from "./sources/section-of.ts";

const FindingId = z.string().regex(/^[0-9a-f]{16}$/, "must be the id of a finding");
const mostOfName = 400;
const mostUploaded = 31 * 1024 * 1024;

/** What readers with the right can do. */
export const actionRoutes = (desk: Desk): readonly HttpRoute[] => [
  sendFiles(desk),
  reviewFinding(desk),
  decideHold(desk),
  promoteModel(desk),
];

const sendFiles = (desk: Desk): HttpRoute =>
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
  });

const reviewFinding = (desk: Desk): HttpRoute =>
  action(desk, {
    path: "/findings/{id}",
    summary: "Says what a finding is: acknowledged, expected, muted, or open again",
    least: "analyst",
    mostBytes: 10_000,
    params: z.object({ id: FindingId }),
    body: z.object({ state: ActKind.or(z.literal("open")), note: z.string().trim().max(500).default("") }),
    async act({ params: { id }, body: { state, note }, reader }) {
      const seen = await desk.sources.now();
      const finding = sectionOf(seen, findings)?.findings.find((each) => each.id === id);
      if (!finding)
        throw new Problem(
          "not-found",
          "there is no such finding: it may have been withdrawn since the page was opened",
        );
      await desk.sources.act(finding, state, { note, by: reader.name });
      await desk.live.acts.again();
      return `/findings/${id}?done=1`;
    },
  });

const decideHold = (desk: Desk): HttpRoute =>
  action(desk, {
    path: "/quality/holds",
    summary: "Lets a file in that was held back, or turns it away",
    least: "operator",
    mostBytes: 10_000,
    body: z.object({ file: z.string().min(1).max(2000), decision: HoldDecision }),
    async act({ body: { file, decision } }) {
      const place = (decided: string) =>
        `/quality?${new URLSearchParams({ decided, of: file.slice(0, mostOfName) })}`;
      try {
        await desk.sources.decide(file, decision);
      } catch (error) {
        // A stale tab: somebody has decided since, or the file was replaced.
        if (error instanceof RejectedInput) return place("late");
        throw error;
      }
      await desk.live.files.again();
      return place(decision);
    },
  });

const promoteModel = (desk: Desk): HttpRoute =>
  action(desk, {
    path: "/models/{task}/promote",
    summary: "Makes another version of a model answer",
    least: "operator",
    mostBytes: 1000,
    params: z.object({ task: TaskName }),
    body: z.object({ version: VersionName }),
    async act({ params: { task }, body: { version } }) {
      await desk.sources.promote(task, version);
      await desk.live.models.again();
      return `/models/${task}?done=1`;
    },
  });
