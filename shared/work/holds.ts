import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { createJson, readJson } from "./json-object.ts";
import { type FileId, hashOf } from "./ledger.ts";

export const HoldDecision = z.enum(["released", "refused"]);
export type HoldDecision = z.infer<typeof HoldDecision>;

/** What a person decided about a generation that was held back. It counts whenever that generation is read again. */
const Decision = z.strictObject({ decision: HoldDecision, at: z.iso.datetime() });

const nameOf = ({ feed, object, generation }: FileId) =>
  `holds/v1/${feed}/${hashOf(object)}/${generation}.json`;

export const holdsIn = (state: ObjectStore) => {
  const decisionOn = async (file: FileId): Promise<HoldDecision | undefined> =>
    (await readJson(state, nameOf(file), Decision))?.value.decision;
  return {
    decisionOn,
    /** The first decision counts: the file may have been read by it. Returns the one that counts. */
    async decide(file: FileId, decision: HoldDecision, at: Date): Promise<HoldDecision | undefined> {
      await createJson(state, nameOf(file), { decision, at: at.toISOString() });
      return decisionOn(file);
    },
  };
};
