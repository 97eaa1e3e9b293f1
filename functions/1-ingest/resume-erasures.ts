import { z } from "zod";
import type { Subject } from "../../shared/erasure.ts";
import { topicOf, wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, everything } from "../../shared/work/dirty-set.ts";
import { erasuresIn } from "../../shared/work/erasures.ts";
import { readJson, writeJson } from "../../shared/work/json-object.ts";
import { openErasures } from "../../shared/work/open-erasures.ts";
import { stagedRows } from "./erase-staged.ts";

/** Which erasures were resumed, and the day of the last search. Unknown fields are ignored: a later version may record more. */
const Scrub = z.object({ day: z.iso.date(), resumed: z.array(z.string()) });

const recordName = "scrub/v1/last.json";

/**
 * Goes on with erasures whose command died, and once a day looks for every erased person in the staged rows. The request
 * holds no id, but the list tells of each id whether it is on it. The tables and the snapshot follow from the staged
 * rows; only the certificate needs the command again, since it needs the id.
 */
export const resumeErasures = async (platform: Platform, patience: number): Promise<void> => {
  const { state, clock, log } = platform;
  if ((await state.list("erasures/v1/")).length === 0) return;
  const erased = await erasuresIn(state).read();
  if (erased.count === 0) return;
  const before = (await readJson(state, recordName, Scrub))?.value;
  const day = clock.now().toISOString().slice(0, 10);
  const isOld = (at: string) => clock.now().getTime() - Date.parse(at) >= patience;
  const open = (await openErasures(state)).filter(({ since }) => isOld(since)).map(({ subject }) => subject);
  const toResume = open.filter((subject) => !before?.resumed.includes(subject));
  if (toResume.length === 0 && before?.day === day) return;
  const everyone: Subject = { id: "", hash: "", is: erased.has };
  const left = await stagedRows.remnants(platform, everyone);
  if (left.length > 0 && toResume.length === 0)
    log.error("rows of an erased customer were found; they are removed", { counter: "erased_found", left });
  if (left.length > 0 || toResume.length > 0) await eraseAgain(platform, everyone);
  await writeJson(state, recordName, { day, resumed: open });
};

const eraseAgain = async (platform: Platform, everyone: Subject): Promise<void> => {
  await stagedRows.erase?.(platform, everyone);
  await stagedRows.finish?.(platform, everyone);
  const { state, bus, clock } = platform;
  const fileDate = clock.now().toISOString().slice(0, 10);
  await dirtySetIn(state).add("publish", everything, { feed: everything, fileDate, days: [] });
  await bus.publish(topicOf("clean"), wake("clean", "erasure"));
};
