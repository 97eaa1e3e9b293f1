import type { Feed } from "../../../shared/contracts/feed.ts";
import { changeContent, changeObjects, changingFeedsOf } from "./change-files.ts";
import { contentOf, feedsOf, objectNames } from "./files.ts";

/** What a bucket holds: plain files alone, or plain files and files of changes. */
export interface Scene {
  readonly objects: readonly string[];
  contentOf(object: number, content: number): string;
  feedsOf(version: 1 | 2, onDelete: Feed["onDelete"], judged?: boolean): readonly Feed[];
}

export type SceneName = "files" | "changes";

export const scenes: Readonly<Record<SceneName, Scene>> = {
  files: { objects: objectNames, contentOf, feedsOf },
  changes: { objects: changeObjects, contentOf: changeContent, feedsOf: changingFeedsOf },
};
