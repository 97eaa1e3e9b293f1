import { routeOf } from "../../../shared/contracts/route.ts";
import { messageOf } from "../../../shared/errors.ts";
import type { Platform } from "../../../shared/platform.ts";
import { hasEnded, ledgerIn } from "../../../shared/work/ledger.ts";
import { mapAtOnce } from "../../../shared/work/some-at-once.ts";
import { ingest } from "../../1-ingest/ingest.ts";
import type { Installation } from "../installation.ts";
import { type DroppedFile, type DropReport, type LocalFile, putFile, readOutcomes } from "./drop-report.ts";

/** Storage's events come within seconds. A file without one by then is ingested here; ingesting twice is safe. */
const patienceMs = 60_000;
const lookEveryMs = 1_000;

/** Puts files into the landing bucket of a deployment, and waits until their rows are in the tables. */
export const uploadFiles = async (
  { platform, settle }: Installation,
  files: readonly LocalFile[],
  onIngested: (done: number) => void,
): Promise<DropReport> => {
  const started = platform.clock.now().getTime();
  const uploaded: DroppedFile[] = [];
  for (const file of files)
    uploaded.push(await putFile(file, (name, path) => platform.landing.upload(name, path)));
  await untilIngested(platform, uploaded, onIngested);
  await settle();
  return {
    ...(await readOutcomes(platform, uploaded)),
    seconds: (platform.clock.now().getTime() - started) / 1000,
  };
};

const untilIngested = async (
  platform: Platform,
  uploaded: readonly DroppedFile[],
  onIngested: (done: number) => void,
): Promise<void> => {
  const { clock } = platform;
  const deadline = clock.now().getTime() + patienceMs;
  let open = uploaded;
  for (;;) {
    const ingested = await mapAtOnce(open, 16, (file) => isIngested(platform, file));
    open = open.filter((_, index) => ingested[index] !== true);
    onIngested(uploaded.length - open.length);
    if (open.length === 0) return;
    if (clock.now().getTime() >= deadline) break;
    await clock.sleep(lookEveryMs);
  }
  for (const { name, generation = "" } of open) {
    await ingest(platform)({ bucket: platform.landingName, name, generation }).catch((error) =>
      platform.log.error("ingest failed", { object: name, error: messageOf(error) }),
    );
    onIngested(uploaded.length);
  }
};

/** Also true of a file that ingest never takes up. */
const isIngested = async (platform: Platform, { name, generation }: DroppedFile): Promise<boolean> => {
  const route = routeOf(platform.feeds, name);
  if (generation === undefined || !route.feed) return true;
  const file = { feed: route.feed.name, object: name, generation };
  const entry = await ledgerIn(platform.state, platform.clock).read(file);
  return entry !== undefined && hasEnded(entry.state);
};
