import { z } from "zod";
import { fine, type HealthCheck, look } from "../../../shared/health-check.ts";
import type { Clock, ObjectStore } from "../../../shared/ports.ts";
import { counted, tallied } from "../../../shared/words.ts";
import { dirtySetIn, stages } from "../../../shared/work/dirty-set.ts";
import { readJson } from "../../../shared/work/json-object.ts";
import { isAccepted, isTerminal, ledgerIn } from "../../../shared/work/ledger.ts";

/** The state that all stages share, in a folder or a bucket: what has been done, what waits, who is at it. */
export const examineWork = async (state: ObjectStore, clock: Clock): Promise<readonly HealthCheck[]> => [
  ...(await files(state, clock)),
  ...(await Promise.all(stages.map((stage) => waiting(state, clock, stage)))),
  ...(await Promise.all(stages.map((stage) => lease(state, clock, stage)))),
];

const files = async (state: ObjectStore, clock: Clock): Promise<readonly HealthCheck[]> => {
  const entries = await ledgerIn(state, clock).list();
  const counts: Record<string, number> = {};
  for (const entry of entries) counts[entry.state] = (counts[entry.state] ?? 0) + 1;
  const stuck = entries.filter((entry) => entry.state === "STUCK");
  const open = entries.filter((entry) => !isTerminal(entry.state) && !isAccepted(entry.state));
  const old = open.filter(({ at }) => clock.now().getTime() - Date.parse(at) > longMs);
  return [
    fine("files", entries.length === 0 ? "none has come yet" : tallied(counts)),
    stuck[0]
      ? look(
          "dead letters",
          `${counted(stuck.length, "file")} given up, such as ${stuck[0].object}: ${stuck[0].reason ?? "no reason is noted"}`,
          "mend the cause, then `npm run daybook -- replay` it",
        )
      : fine("dead letters", "no file was given up"),
    ...(old[0]
      ? [
          look(
            "unfinished",
            `${counted(old.length, "file")} begun and not finished for an hour, such as ${old[0].object}`,
            "the sweep goes on with them: look at its log when this stays",
          ),
        ]
      : []),
  ];
};

const longMs = 60 * 60_000;

const waiting = async (
  state: ObjectStore,
  clock: Clock,
  stage: (typeof stages)[number],
): Promise<HealthCheck> => {
  const check = `waiting for ${stage}`;
  if ((await dirtySetIn(state).count(stage)) === 0) return fine(check, "nothing");
  const tokens = await state.list(`dirty/v1/${stage}/`);
  const since = tokens.map(({ updated }) => updated).sort()[0] ?? "";
  const says = `${counted(tokens.length, "token")}, the oldest of ${since}`;
  return clock.now().getTime() - Date.parse(since) < longMs
    ? fine(check, says)
    : look(check, says, `the sweep wakes ${stage} again; when this stays, its log says why`);
};

const Lease = z.object({
  holder: z.string().nullable(),
  expires: z.iso.datetime(),
  intent: z.object({ kind: z.string() }).nullable(),
});

const lease = async (state: ObjectStore, clock: Clock, stage: string): Promise<HealthCheck> => {
  const check = `at work in ${stage}`;
  const held = (await readJson(state, `lease/v1/${stage}.json`, Lease))?.value;
  if (!held || (held.holder === null && held.intent === null)) return fine(check, "nobody");
  if (held.holder !== null && Date.parse(held.expires) > clock.now().getTime())
    return fine(check, `somebody, for now until ${held.expires}`);
  return look(
    check,
    `a worker stopped at ${held.expires}${held.intent ? ` in the middle of "${held.intent.kind}"` : ""}`,
    "nothing: whoever comes next finishes it first. `npm start`, or the sweep, makes somebody come",
  );
};
