import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { RejectedInput } from "../errors.ts";
import type { Platform } from "../platform.ts";
import type { ObjectStore } from "../ports.ts";
import { sha256Of } from "../sha256.ts";
import { readJson, writeJson } from "./json-object.ts";
import { attempt, type Intent, singleFlight } from "./lease.ts";
import { submitScript } from "./submit.ts";

/**
 * A change to existing data. Most changes need none: tables get new columns from their definitions, and rows can be
 * rebuilt from the files. A migration is written where that would be wrong or too expensive.
 */
export interface Migration {
  readonly version: string;
  readonly name: string;
  readonly script: string;
  readonly sha256: string;
}

const fileName = /^(\d{4})-([a-z0-9-]+)\.sql$/;

/** Reads the `.sql` files of a folder, numbered from 0001 without gaps. Their definitions must be repeatable. */
export const readMigrations = (folder: URL): readonly Migration[] =>
  readdirSync(fileURLToPath(folder))
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file, index) => {
      const refuse = (why: string) => new Error(`migration ${file}: ${why}`);
      const [, version = "", name = ""] = fileName.exec(file) ?? [];
      if (Number(version) !== index + 1)
        throw refuse(`the next one is ${String(index + 1).padStart(4, "0")}-some-name.sql`);
      const script = readFileSync(new URL(file, folder), "utf8");
      if (/^\s*drop\b/im.test(script))
        throw refuse("a table is dropped by its definition's end, in Terraform, not here");
      const unsafe = script.match(/^\s*(create|alter)\b(?![^;]*\bif (not )?exists\b)[^;]*/im);
      if (unsafe)
        throw refuse(`"${unsafe[0].trim().slice(0, 60)}" fails when it is run twice: say IF [NOT] EXISTS`);
      return { version, name, script, sha256: sha256Of(script) };
    });

const Applied = z.strictObject({
  version: z.string(),
  name: z.string(),
  sha256: z.string(),
  at: z.iso.datetime(),
});
type Applied = z.infer<typeof Applied>;

const folder = "migrations/v1/";
const recordName = (version: string) => `${folder}${version}.json`;

export type MigrationTools = Pick<Platform, "state" | "warehouse" | "clock" | "ids" | "leaseMs">;

/** Identifies the applied migrations. What was made from the tables before the last of them may not fit them now. */
export const migratedTo = async (state: ObjectStore): Promise<string> =>
  (await state.list(folder)).map(({ name, generation }) => `${name}#${generation}`).join(" ");

/** The migrations that are not applied yet. Throws if the data and the code do not fit. */
export const pendingMigrations = async (
  { state }: Pick<MigrationTools, "state">,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> => {
  const done = new Map<string, Applied>();
  for (const { name } of await state.list(folder)) {
    const applied = await readJson(state, name, Applied);
    if (applied) done.set(applied.value.version, applied.value);
  }
  for (const { version, name, sha256, at } of done.values()) {
    const known = migrations.find((one) => one.version === version);
    if (!known)
      throw new RejectedInput(
        `this data went through migration ${version} (${name}), which this version of Daybook does not have: use a newer one`,
      );
    if (known.sha256 !== sha256)
      throw new RejectedInput(
        `migration ${version} (${name}) was changed after it was applied on ${at}: put it back, and write the change as a new one`,
      );
  }
  return migrations.filter(({ version }) => !done.has(version));
};

/** Applies the pending migrations as the only worker. It can be stopped anywhere and run again. */
export const migrate = async (
  tools: MigrationTools,
  migrations: readonly Migration[],
): Promise<readonly Migration[] | "busy"> => {
  if ((await pendingMigrations(tools, migrations)).length === 0) return [];
  const applied: Migration[] = [];
  const outcome = await singleFlight(tools, "migrate", async (lease) => {
    const begun = lease.intent;
    for (const migration of await pendingMigrations(tools, migrations)) {
      const isBegun = begun?.payload === migration.version;
      const intent = isBegun ? begun : await lease.intend("migration", migration.version);
      await attempt(lease, intent, (named) => applyOne(tools, migration, named));
      applied.push(migration);
    }
  });
  return outcome === "busy" ? "busy" : applied;
};

/** Defines tables first, since rows need them. The job's id ensures that rows change once. */
const applyOne = async (
  { warehouse, state, clock }: MigrationTools,
  { version, name, script, sha256 }: Migration,
  { jobId }: Intent,
): Promise<void> => {
  await warehouse.define(script);
  await submitScript(warehouse, { id: jobId, script, params: {} });
  const applied: Applied = { version, name, sha256, at: clock.now().toISOString() };
  await writeJson(state, recordName(version), applied);
};
