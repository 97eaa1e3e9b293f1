import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bindingOf } from "./generated-binding.ts";
import type { BlockSchema, ProviderSchema } from "./schema.ts";

/**
 * Writes google-schema.json: the google provider's own schema for the types that terraform/ uses. The provider's
 * binary cannot be had without its registry; the bindings that were generated from it can, from npm. They stand
 * at 6.50, and for these types every later version only added. Run it when terraform/ uses a new type.
 */
const packages = {
  google: "@cdktf/provider-google@16.12.1",
  "google-beta": "@cdktf/provider-google-beta@16.12.1",
};
const terraform = globSync("terraform/**/*.tf")
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");
const used = new Set(
  [...terraform.matchAll(/^(resource|data) "(google_\w+)"/gm)].map(([, kind, type]) => `${kind} ${type}`),
);

const unpack = (name: string, folder: string): string => {
  const npm = spawnSync("npm", ["pack", "--silent", "--pack-destination", folder, name], {
    encoding: "utf8",
  });
  if (npm.status !== 0) throw new Error(`npm pack ${name}: ${npm.stderr}`);
  const archive = join(folder, npm.stdout.trim());
  const tar = spawnSync("tar", ["xzf", archive, "-C", folder, "--wildcards", "package/lib/*.js"]);
  if (tar.status !== 0) throw new Error(`tar ${archive}: ${tar.stderr}`);
  return join(folder, "package/lib");
};

const sourceOf = (folder: string): string =>
  [join(folder, "index.js"), ...globSync(join(folder, "index-structs/*.js"))]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");

const schemas: Record<string, ProviderSchema> = {};

/** google-beta is asked only for what google does not have. */
const isWanted = (name: string, kind: string, type: string): boolean =>
  used.has(`${kind} ${type}`) &&
  (name === "google" || schemas["google"]?.[kind === "data" ? "data" : "resources"][type] === undefined);

const schemaOf = (name: string, lib: string): ProviderSchema => {
  const resources: Record<string, BlockSchema> = {};
  const data: Record<string, BlockSchema> = {};
  let provider: BlockSchema | null = null;
  let version = "";
  for (const folder of readdirSync(lib)) {
    const source = sourceOf(join(lib, folder));
    const type = /\.tfResourceType = "([^"]+)"/.exec(source)?.[1];
    if (type === undefined) continue;
    const kind = folder.startsWith("data-") ? "data" : "resource";
    if (folder === "provider") provider = bindingOf(source);
    else if (isWanted(name, kind, type)) (kind === "data" ? data : resources)[type] = bindingOf(source);
    version ||= /providerVersion: '([^']+)'/.exec(source)?.[1] ?? "";
  }
  return { version, provider, resources, data };
};

for (const [name, pack] of Object.entries(packages)) {
  const folder = mkdtempSync(join(tmpdir(), "provider-"));
  schemas[name] = schemaOf(name, unpack(pack, folder));
  rmSync(folder, { recursive: true });
}
writeFileSync(
  new URL("google-schema.json", import.meta.url),
  `${JSON.stringify({ packages, ...schemas })}\n`,
);
for (const [name, { version, resources, data }] of Object.entries(schemas))
  console.log(
    name,
    version,
    Object.keys(resources).length,
    "resources,",
    Object.keys(data).length,
    "data sources",
  );
