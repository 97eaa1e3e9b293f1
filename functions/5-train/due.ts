import type { Platform } from "../../shared/platform.ts";
import { drifted, driftIn } from "../../shared/registry/drift-report.ts";
import type { Attempt } from "./attempts.ts";

/** The nightly training starts when the shop's day is over and its files have had time to arrive. */
const nightHour = 3;

export const localTime = (now: Date, timeZone: string) => {
  // Swedish writes 2024-10-06 03:15.
  const text = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(
    now,
  );
  return { date: text.slice(0, 10), hour: Number(text.slice(11, 13)) };
};

export interface Situation {
  readonly last: Attempt | undefined;
  readonly hasModel: boolean;
  readonly inputs: string;
  readonly erasures: string;
  readonly local: ReturnType<typeof localTime>;
  /** Features that have drifted since the serving model was trained. */
  readonly drift?: readonly string[];
  /** An operator asked for it now. */
  readonly asked: boolean;
}

/** Why a task must be trained now; undefined if it need not be. A night has one training, however often this is called. */
export const reasonToTrain = ({ last, local, ...now }: Situation): string | undefined => {
  if (last?.inputs === now.inputs) return undefined;
  if (now.asked) return "asked for";
  if (!now.hasModel) return "no model yet";
  if (last !== undefined && last.erasures !== now.erasures) return "a customer was erased";
  if (now.drift?.length) return `drift of ${now.drift.join(", ")}`;
  if (local.hour >= nightHour && last?.localDate !== local.date) return "nightly training";
  return undefined;
};

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
