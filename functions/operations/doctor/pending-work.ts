import { countBy } from "../../../shared/count-by.ts";
import { fine, type HealthCheck, look } from "../../../shared/health-check.ts";
import type { Platform } from "../../../shared/platform.ts";
import { counted, tallied } from "../../../shared/words.ts";
import { hasEnded, ledgerIn } from "../../../shared/work/ledger.ts";
import { readStageWork, type StageWork } from "../stage-work.ts";

type State = Pick<Platform, "state" | "clock">;

/** Checks the state that all stages share: which files are done, what waits, and who works on it. */
export const examineWork = async (
  { state, clock }: State,
  stages: readonly string[],
): Promise<readonly HealthCheck[]> => {
  const work = await Promise.all(stages.map((stage) => readStageWork(state, clock, stage)));
  return [
    ...(await checkFiles({ state, clock })),
    ...work.map((each) => checkTokens(each, clock.now())),
    ...work.map(checkWorker),
  ];
};

const longMs = 60 * 60_000;

const checkFiles = async ({ state, clock }: State): Promise<readonly HealthCheck[]> => {
  const entries = await ledgerIn(state, clock).list();
  const [stuck, ...others] = entries.filter((entry) => entry.state === "STUCK");
  const open = entries.filter((entry) => !hasEnded(entry.state));
  const old = open.filter(({ at }) => clock.now().getTime() - Date.parse(at) > longMs);
  return [
    fine("files", tallied(countBy(entries, (entry) => entry.state)) || "none has arrived yet"),
    stuck
      ? look(
          "dead letters",
          `${counted(1 + others.length, "file")} given up, such as ${stuck.object}: ${stuck.reason ?? "no reason was recorded"}`,
          "correct the cause, then run `npm run daybook -- replay` for the file",
        )
      : fine("dead letters", "no file was given up"),
    ...(old[0]
      ? [
          look(
            "unfinished",
            `${counted(old.length, "file")} begun and not finished for an hour, such as ${old[0].object}`,
            "the sweep continues with them; if this stays, look at its log",
          ),
        ]
      : []),
  ];
};

const checkTokens = ({ stage, tokens, since }: StageWork, now: Date): HealthCheck => {
  const check = `waiting for ${stage}`;
  if (since === undefined) return fine(check, "nothing");
  const says = `${counted(tokens, "token")}, the oldest of ${since}`;
  return now.getTime() - Date.parse(since) < longMs
    ? fine(check, says)
    : look(check, says, `the sweep wakes ${stage} again; if this stays, its log says why`);
};

const checkWorker = ({ stage, worker, until, intent }: StageWork): HealthCheck => {
  const check = `at work in ${stage}`;
  if (worker === "none") return fine(check, "nobody");
  if (worker === "working") return fine(check, `a worker, whose lease lasts until ${until}`);
  return look(
    check,
    `a worker stopped at ${until}${intent === undefined ? "" : ` in the middle of "${intent}"`}`,
    "nothing: the next worker finishes its job first. `npm start`, or the sweep, wakes one",
  );
};
