import type { ObjectStore } from "../ports.ts";
import { readJson, writeJson } from "../work/json-object.ts";
import { standardRules, TierRules } from "./tier-rules.ts";

const name = "tiers/v1/rules.json";

/** The rules that were assigned last, or the standard ones. */
export const rulesInForce = async (state: ObjectStore): Promise<TierRules> =>
  (await readJson(state, name, TierRules))?.value ?? standardRules();

export const assignRules = async (state: ObjectStore, rules: TierRules): Promise<void> => {
  await writeJson(state, name, rules);
};
