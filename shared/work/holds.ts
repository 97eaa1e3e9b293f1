import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { readJson, writeJson } from "./json-object.ts";
import { type FileId, hashOf } from "./ledger.ts";

export const HoldDecision = z.enum(["released", "refused"]);
export type HoldDecision = z.infer<typeof HoldDecision>;

/** What a person decided about a generation that was held back. It counts whenever that generation is read again. */
const Decision = z.strictObject({ decision: HoldDecision, at: z.iso.datetime() });

const nameOf = ({ feed, object, generation }: FileId) =>
  `holds/v1/${feed}/${hashOf(object)}/${generation}.json`;

export const holdsIn = (state: ObjectStore) => ({
  async decide(file: FileId, decision: HoldDecision, at: Date): Promise<void> {
    await writeJson(state, nameOf(file), { decision, at: at.toISOString() });
  },
  async decisionOn(file: FileId): Promise<HoldDecision | undefined> {
    return (await readJson(state, nameOf(file), Decision))?.value.decision;
  },
});
