import { dayOf, isoDate } from "../../../shared/dates.ts";
import { RejectedInput } from "../../../shared/errors.ts";
import { topicOf, wake } from "../../../shared/events.ts";
import { type Act, type ActKind, actsIn } from "../../../shared/insights/acts.ts";
import type { Finding } from "../../../shared/insights/finding.ts";
import type { Platform } from "../../../shared/platform.ts";
import { sqlFile, text } from "../../../shared/sql.ts";
import { dirtySetIn } from "../../../shared/work/dirty-set.ts";

const findingSql = sqlFile(import.meta.url, "finding.sql");

export interface Acting {
  readonly id: string;
  readonly by?: string | undefined;
  readonly kind: ActKind;
  readonly note?: string | undefined;
  /** The last day that a mute or an expected event covers. */
  readonly until?: string | undefined;
}

/** How long a mute lasts if nobody says. */
const muteDays = 28;

/** Records what somebody says of a finding, and asks publish to show it. */
export const actOnFinding = async (platform: Platform, acting: Acting): Promise<Act> => {
  const { id } = acting;
  const [row] = await platform.warehouse.query(findingSql, { id: text(id) });
  if (!row) throw new RejectedInput(`there is no finding ${id}: \`daybook findings\` lists them`);
  return recordAct(platform, acting, {
    kpi: String(row["kpi"]),
    dimension: String(row["dimension"]),
    segment: String(row["segment"]),
    period: String(row["period"]),
  });
};

/** The same for a finding whose place is known: no warehouse is asked. */
export const recordAct = async (
  { state, bus, clock }: Pick<Platform, "state" | "bus" | "clock">,
  { id, kind, note, until, by }: Acting,
  { kpi, dimension, segment, period: from }: Pick<Finding, "kpi" | "dimension" | "segment" | "period">,
): Promise<Act> => {
  const last = until ?? (kind === "muted" ? isoDate(dayOf(from) + muteDays) : from);
  if (last < from) throw new RejectedInput(`--until ${last} is before the finding's own period, ${from}`);
  const act: Act = {
    finding: id,
    kind,
    at: clock.now().toISOString(),
    ...(note === undefined ? {} : { note }),
    ...(by === undefined ? {} : { by }),
    kpi,
    dimension,
    segment,
    from,
    until: last,
  };
  await actsIn(state).record(act);
  await askForPublication({ state, bus }, act);
  return act;
};

/** Takes back what was said. */
export const reopenFinding = async (
  { state, bus, clock }: Pick<Platform, "state" | "bus" | "clock">,
  id: string,
): Promise<void> => {
  await actsIn(state).remove(id);
  await askForPublication({ state, bus }, { finding: id, at: clock.now().toISOString() });
};

const askForPublication = async (
  { state, bus }: Pick<Platform, "state" | "bus">,
  { finding, at }: Pick<Act, "finding" | "at">,
): Promise<void> => {
  const token = { feed: "acts", fileDate: at.slice(0, 10), days: [] };
  await dirtySetIn(state).add("publish", `acts-${finding}-${at}`, token);
  await bus.publish(topicOf("publish"), wake("publish", "acts"));
};
