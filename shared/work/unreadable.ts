import { z } from "zod";
import type { ObjectStore } from "../ports.ts";
import { readJson, writeJson } from "./json-object.ts";

const Entry = z.object({ name: z.string(), reason: z.string(), since: z.iso.datetime() });
const Entries = z.object({ entries: z.array(Entry).readonly() });

/** An entry of a laptop's inbox that cannot be read, while all others are. */
export type Unreadable = z.infer<typeof Entry>;
export type FoundUnreadable = Pick<Unreadable, "name" | "reason">;

const objectName = "inbox/v1/unreadable.json";

export const unreadableIn = (state: ObjectStore) => ({
  /** A record that is damaged is as good as none: the next look at the inbox writes it again. */
  async list(): Promise<readonly Unreadable[]> {
    const stored = await readJson(state, objectName, z.unknown()).catch(() => undefined);
    return Entries.safeParse(stored?.value).data?.entries ?? [];
  },
  /** Records what the last look found. An entry keeps the time at which it was found first. */
  async note(found: readonly FoundUnreadable[], now: Date): Promise<void> {
    const before = await this.list();
    if (before.length === 0 && found.length === 0) return;
    const entries = found.map(({ name, reason }) => {
      const known = before.find((entry) => entry.name === name && entry.reason === reason);
      return { name, reason, since: known?.since ?? now.toISOString() };
    });
    await writeJson(state, objectName, { entries });
  },
});
