import { z } from "zod";
import type { ServerEvent } from "../../shared/http.ts";
import { events } from "../../shared/routes/replies.ts";
import { type HttpRoute, route } from "../../shared/routes/route.ts";
import type { Desk } from "./page.ts";

const lookMs = 1000;
/** A browser connects again by itself: no function should run for ever. */
const longestMs = 5 * 60_000;

/** Tells open pages that something arrived. Pages work without it. */
export const eventRoute = (desk: Desk): HttpRoute =>
  route({
    method: "GET",
    path: "/files/events",
    summary: "An event whenever the state of the files changes",
    replies: { events: z.unknown() },
    answer: () => events((gone) => changes(desk, gone)),
  });

async function* changes({ live, platform, sources }: Desk, gone: AbortSignal): AsyncGenerator<ServerEvent> {
  const end = platform.clock.now().getTime() + longestMs;
  const look = async () => `${(await live.files()).tag} ${(await sources.now())?.snapshot.manifest.id ?? ""}`;
  let seen = await look();
  while (!gone.aborted && platform.clock.now().getTime() < end) {
    await platform.clock.sleep(lookMs);
    const now = await look();
    if (now === seen) continue;
    seen = now;
    yield { event: "changed", data: {} };
  }
}
