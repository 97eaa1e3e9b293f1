import type { Platform } from "../../shared/platform.ts";
import { drifted, driftIn } from "../../shared/registry/drift-report.ts";
import type { Attempt } from "./attempts.ts";

/** If a training did not cure the drift, it is not repeated with every file. */
const patienceMs = 6 * 3_600_000;

/** Important features whose values have drifted away from those that the serving model was trained on. */
export const driftSince = async (
  { state, clock }: Pick<Platform, "state" | "clock">,
  task: string,
  version: string | undefined,
  last: Attempt | undefined,
): Promise<readonly string[]> => {
  const report = await driftIn(state).last(task);
  if (!report || report.version !== version) return [];
  const before = last ? Date.parse(last.at) : 0;
  if (Date.parse(report.at) <= before || clock.now().getTime() - before < patienceMs) return [];
  return drifted(report).map(({ name, psi }) => `${name} (${psi.toFixed(2)})`);
};
