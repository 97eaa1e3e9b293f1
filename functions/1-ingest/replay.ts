import { routeOf } from "../../shared/contracts/route.ts";
import { RejectedInput } from "../../shared/errors.ts";
import type { Platform } from "../../shared/platform.ts";
import { type LedgerEntry, ledgerIn } from "../../shared/work/ledger.ts";
import { ingest } from "./ingest.ts";

/**
 * Reads a file's live generation again under the contract as it is now, whatever became of it before. The
 * entry is opened again first, since ingest rightly passes over what has ended.
 */
export const replay =
  (platform: Platform) =>
  async (object: string): Promise<LedgerEntry | undefined> => {
    const route = routeOf(platform.feeds, object);
    if (!route.feed) throw new RejectedInput(`${object}: ${route.reason}`);
    const live = await platform.landing.stat(object);
    if (!live) throw new RejectedInput(`${object}: there is no such file in the bucket`);
    const { generation } = live;
    const file = { feed: route.feed.name, object, generation, fileDate: route.fileDate };
    await ledgerIn(platform.state, platform.clock).advance(file, { state: "RECEIVED", attempts: 0 });
    return ingest(platform)({ bucket: platform.landingName, name: object, generation });
  };
