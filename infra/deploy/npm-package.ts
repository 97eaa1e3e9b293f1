import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { OutputChunk, Plugin } from "rolldown";
import manifest from "../../package.json" with { type: "json" };
import { bundle, carriedFiles, carriedPlaces } from "./bundle.ts";

/** Help texts and messages name the commands of a checkout; an installed package has `npx daybook`. */
const installedCommands = (): Plugin => ({
  name: "installed-commands",
  transform: (code) =>
    code
      .replaceAll(/npm start(?: --)?/g, "npx daybook start")
      .replaceAll(/npm run daybook(?: --)?/g, "npx daybook"),
});

/** The packages that the chunks import: what an installation needs, no more and no less. */
const importedPackages = (chunks: readonly OutputChunk[]): ReadonlySet<string> =>
  new Set(
    chunks
      .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
      .filter((name) => !name.startsWith("node:") && chunks.every(({ fileName }) => fileName !== name))
      .map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name),
  );

const writePackage = (folder: string, chunks: readonly OutputChunk[]): void => {
  const write = (name: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  for (const { fileName, code } of chunks) write(fileName, code);
  for (const { name, content } of carriedFiles(chunks)) write(name, content);
  // A module may read a file from a folder below its own, by a list: all of them travel.
  for (const file of globSync("{functions,shared,infra}/**/*.{sql,yaml,css,js}", {
    exclude: ["infra/deploy/**"],
  }))
    write(`files/${file}`, readFileSync(file));
};

/** `npm pack` runs this first: Node refuses to strip types below node_modules, so the package holds JavaScript. */
const chunks = await bundle({
  input: { daybook: resolve("infra/cli/daybook.mjs") },
  external: /^[^./]/,
  plugins: [installedCommands(), carriedPlaces()],
});
const declared = new Set(Object.keys(manifest.dependencies));
const differences = [...importedPackages(chunks).symmetricDifference(declared)];
if (differences.length > 0)
  throw new Error(
    `package.json: dependencies must be what the command imports; check ${differences.join(", ")}`,
  );
rmSync("dist/npm", { recursive: true, force: true });
writePackage("dist/npm", chunks);
