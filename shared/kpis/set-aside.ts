import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { parkedIn } from "../work/parked.ts";

/** A KPI whose values the engine cannot hold. All others are computed; it has no values until it can be computed again. */
export interface SetAside {
  readonly kpi: string;
  readonly reason: string;
  /** Of its definition. Only another definition, or other rows, can help. */
  readonly digest: string;
  readonly since: string;
}

/** It concerns no day in particular. */
const noDate = "1970-01-01";

/** KPIs are parked as days and files are, so that status shows all of them in one place. */
export const setAsideIn = (state: ObjectStore) => ({
  list: () => listSetAside(state),
  /** What is not among them has been computed, or is defined no more. */
  async replace(now: readonly SetAside[]): Promise<void> {
    const parked = parkedIn(state);
    for (const { kind, of, name } of await parked.list("aggregate"))
      if (kind === "kpi" && !now.some(({ kpi }) => kpi === of)) await parked.remove(name);
    for (const { kpi: of, digest: token, reason, since } of now)
      await parked.park({ stage: "aggregate", kind: "kpi", of, date: noDate, reason, since, token });
  },
});

const listSetAside = async (state: ObjectStore): Promise<readonly SetAside[]> =>
  (await parkedIn(state).list("aggregate")).flatMap(({ kind, of: kpi, reason, since, token }) =>
    kind === "kpi" ? [{ kpi, reason, since, digest: z.string().catch("").parse(token) }] : [],
  );
