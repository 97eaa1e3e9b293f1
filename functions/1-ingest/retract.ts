import { routeOf } from "../../shared/contracts/route.ts";
import type { ObjectEvent } from "../../shared/events.ts";
import type { Platform } from "../../shared/platform.ts";
import { handOn, wakeNext } from "../../shared/work/hand-on.ts";
import { ledgerIn } from "../../shared/work/ledger.ts";
import { manifestsIn, union } from "../../shared/work/manifest.ts";
import { tokenPrefix } from "./accept.ts";

/**
 * A file was removed from the bucket. Its rows stay, unless its contract says that they go, too. As in accept, the
 * order is the protocol (manifest, token, ledger, wake): only the ledger entry says that all steps are done.
 */
export const retract =
  (platform: Platform) =>
  async (event: ObjectEvent): Promise<void> => {
    if (event.bucket !== platform.landingName) return;
    const route = routeOf(platform.feeds, event.name);
    if (!route.feed || route.feed.onDelete === "keep") return;
    // Events come in any order: only the bucket tells whether the file exists now.
    if (await platform.landing.stat(event.name)) return;
    const manifests = manifestsIn(platform.state);
    const current = await manifests.read(route.feed.name, route.fileDate, event.name);
    if (!current || BigInt(current.generation) > BigInt(event.generation)) return;
    const ledger = ledgerIn(platform.state, platform.clock);
    if (current.retracted && (await ledger.read(current))?.state === "GONE") return;
    const nothing = { parts: [], rejects: [], rows: 0, rejected: 0 };
    const retracted = await manifests.accept({ ...current, ...nothing, retracted: true });
    const { feed, fileDate, object, generation } = retracted;
    // A new name each time, as in accept.
    const key = `${tokenPrefix(retracted)}gone-${platform.ids.next()}`;
    const days = union(retracted.days, retracted.staleDays);
    await handOn(platform, "retract", key, { feed, fileDate, days });
    const reason = "it was taken out of the bucket, and its rows with it";
    await ledger.advance(retracted, { state: "GONE", reason });
    platform.log.info("file retracted", { object, generation });
    await wakeNext(platform, "retract", object);
  };
