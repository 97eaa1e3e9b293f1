import { readFileSync } from "node:fs";

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly dev?: boolean;
  readonly [field: string]: unknown;
}
type Packages = Readonly<Record<string, LockedPackage>>;

/** A package.json and a lockfile for some of the project's own dependencies, at the versions that the tests ran with. */
export const packageManifest = (name: string, wanted: readonly string[]) => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Packages };
  const dependencies = Object.fromEntries(wanted.map((one) => [one, lockedVersion(packages, one)]));
  const root = {
    name: `daybook-${name}`,
    version: "0.0.0",
    private: true,
    type: "module",
    main: "index.js",
    dependencies,
  };
  const locked: Record<string, LockedPackage> = {};
  for (const one of wanted) collect(packages, "", one, locked);
  const sorted = Object.fromEntries(
    Object.entries(locked).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
  return {
    "package.json": root,
    "package-lock.json": {
      name: root.name,
      version: root.version,
      lockfileVersion: 3,
      requires: true,
      packages: { "": { name: root.name, version: root.version, dependencies }, ...sorted },
    },
  };
};

const lockedVersion = (packages: Packages, name: string): string => {
  const version = packages[`node_modules/${name}`]?.version;
  if (version === undefined) throw new Error(`${name} is not in package-lock.json`);
  return version;
};

const collect = (packages: Packages, from: string, name: string, locked: Record<string, LockedPackage>) => {
  const path = lockedPath(packages, from, name);
  if (path === undefined || path in locked) return;
  const { dev: _, devOptional: __, ...found } = packages[path] ?? {};
  locked[path] = found;
  const needed = { ...found.dependencies, ...found.optionalDependencies, ...found.peerDependencies };
  for (const one of Object.keys(needed)) collect(packages, path, one, locked);
};

/** Resolves as Node does: in the package's own node_modules first, then in each folder above. */
const lockedPath = (packages: Packages, from: string, name: string): string | undefined => {
  const path = from === "" ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (path in packages) return path;
  const above = from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/")));
  return from === "" ? undefined : lockedPath(packages, above, name);
};
