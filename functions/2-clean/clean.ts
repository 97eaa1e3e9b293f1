import { DamagedState } from "../../shared/errors.ts";
import type { Wake } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { dirtySetIn, everything, type ListedToken, type Token } from "../../shared/work/dirty-set.ts";
import { drain } from "../../shared/work/drain.ts";
import { wakeNext } from "../../shared/work/hand-on.ts";
import { attempt, type Intent, type Lease } from "../../shared/work/lease.ts";
import { ledgerIn } from "../../shared/work/ledger.ts";
import { type Manifest, manifestsIn, union } from "../../shared/work/manifest.ts";
import { someAtOnce } from "../../shared/work/some-at-once.ts";
import { upgradeOf } from "../../shared/work/upgrade.ts";
import { planFolds, tokensOfFolds } from "./changes/fold-changes.ts";
import { isRegister, planLoads, runLoads } from "./load-raw.ts";
import { planRebuild, rebuild } from "./rebuild.ts";
import { cleanRecipe } from "./recipe.ts";

/** State objects in flight. A backfill settles thousands, and each takes a bucket tens of milliseconds. */
const objectsAtOnce = 16;

/**
 * Does all waiting work at once, as the only worker. Tokens are listed before the file set is read, and exactly these are
 * deleted after the last step: later ones wait for the next round.
 */
export const clean =
  (platform: Platform) =>
  async (_: Wake): Promise<void> => {
    if (!(await burstOver(platform))) return;
    await drain(platform, "clean", {
      takeUp: (lease, intent) => attempt(lease, intent, (again) => doIntent(platform, again)),
      prepare: () => upgradeOf(platform, "clean", cleanRecipe(platform)).note(),
      round: (lease, tokens) => cleanOnce(platform, lease, tokens),
    });
  };

/** Waits while files keep coming. Returns false if nothing waits. */
const burstOver = async ({ state, clock, coalesce }: Platform): Promise<boolean> => {
  const dirty = dirtySetIn(state);
  const deadline = clock.now().getTime() + coalesce.maxMs;
  let before = 0;
  let count = await dirty.count("clean");
  while ((count > before || coalesce.arriving?.()) && clock.now().getTime() < deadline) {
    before = count;
    await clock.sleep(coalesce.quietMs);
    count = await dirty.count("clean");
  }
  return count > 0;
};

const cleanOnce = async (platform: Platform, lease: Lease, tokens: readonly ListedToken[]): Promise<void> => {
  const started = platform.clock.now().getTime();
  assertContracts(platform, tokens);
  const { plan: loads, manifests: seen } = await planLoads(platform, tokens);
  await attempt(lease, await lease.intend("load", loads), (intent) => doIntent(platform, intent));
  const upgrade = upgradeOf(platform, "clean", cleanRecipe(platform));
  const outdated = await upgrade.slice(tokens);
  const folds = await planFolds(platform, loads.loads);
  const changes = [
    ...tokens,
    ...replacedIn(seen),
    ...unreadIn(seen, tokens),
    ...outdated.tokens,
    ...(await tokensOfFolds(platform, folds)),
  ];
  const plan = await planRebuild(platform, changes, loads.rejectDates, folds);
  await attempt(lease, await lease.intend("rebuild", plan), (intent) => doIntent(platform, intent));
  const days = union(...plan.subjects.map((subject) => subject.days));
  const manifests = manifestsIn(platform.state);
  await someAtOnce(seen, objectsAtOnce, (manifest) => manifests.settle(manifest));
  await markLoaded(platform, tokens);
  await dirtySetIn(platform.state).remove(tokens);
  await upgrade.redone(union(days, outdated.days));
  platform.log.info("cleaned", {
    files: tokens.length,
    days: days.length,
    ms: platform.clock.now().getTime() - started,
  });
  if (plan.subjects.length > 0 || isRegister(loads.loads)) await wakeNext(platform, "clean");
};

/**
 * A file that was accepted after the tokens were listed is in raw by now. The days of the rows that it replaced are
 * rebuilt, too, while the old lines still tell which days depend on them.
 */
const replacedIn = (seen: readonly Manifest[]): readonly Token[] =>
  seen
    .filter(({ staleDays }) => staleDays.length > 0)
    .map(({ feed, fileDate, staleDays }) => ({ feed, fileDate, days: staleDays }));

/** The days of files whose token could not be read. */
const unreadIn = (seen: readonly Manifest[], tokens: readonly ListedToken[]): readonly Token[] => {
  const unread = tokens.filter(({ isRestored }) => isRestored);
  return seen.filter(({ feed, fileDate }) =>
    unread.some((token) => token.feed === feed && token.fileDate === fileDate),
  );
};

/** Its feed has gone with a deploy: the work waits, parked, until the contract is back. */
const assertContracts = ({ feeds }: Platform, tokens: readonly ListedToken[]): void => {
  const known = new Set([everything, ...feeds.map(({ name }) => name)]);
  for (const { feed } of tokens)
    if (!known.has(feed))
      throw new DamagedState(
        `there is no contract named ${feed}; put it back, or remove the feed's parked work`,
      );
};

/** The next holder of the lease also calls this with the intent that it finds. */
const doIntent = (platform: Platform, intent: Intent): Promise<void> =>
  intent.kind === "load" ? runLoads(platform, intent) : rebuild(platform, intent);

const markLoaded = async (platform: Platform, tokens: readonly ListedToken[]): Promise<void> => {
  await someAtOnce(tokens, objectsAtOnce, async (token) => {
    try {
      await markOne(platform, token);
    } catch (error) {
      if (!(error instanceof DamagedState)) throw error;
      // The rows are in the tables, but the entry cannot be updated. It must not hold up other files.
      const { feed, object } = token;
      const fields = { counter: "feed_stopped", feed, object, error: error.message };
      platform.log.error("ledger entry left as it is", fields);
    }
  });
};

const markOne = async (platform: Platform, token: ListedToken): Promise<void> => {
  const { feed, fileDate, object, generation } = token;
  if (object === undefined || generation === undefined) return;
  const ledger = ledgerIn(platform.state, platform.clock);
  const file = { feed, fileDate, object, generation };
  const entry = await ledger.read(file);
  // A file under another contract or of a later revision is being read again: its own token will follow.
  const isSameRevision = entry?.contract === token.contract && (entry?.take ?? 0) === (token.take ?? 0);
  if (entry && isSameRevision && ["RECEIVED", "STAGED", "ACCEPTED"].includes(entry.state))
    await ledger.advance(file, { state: "LOADED" });
};
