import { type Migration, readMigrations } from "../shared/work/migrations.ts";

/** What older data must go through, in order. Read once: the files do not change while a process runs. */
export const migrations: readonly Migration[] = readMigrations(new URL("migrations/", import.meta.url));
