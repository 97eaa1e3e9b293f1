import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";
import manifest from "../../package.json" with { type: "json" };
import { carriedFiles, carriedPlaces } from "./carried-files.ts";

/** `npm pack` runs this first: Node refuses to strip types below node_modules, so the package holds JavaScript. */
const folder = "dist/npm";

/** Help texts and messages name the commands of a checkout; an installed package has `npx daybook`. */
const installedCommands = (): Plugin => ({
  name: "installed-commands",
  transform: (code, id) =>
    id.includes("/node_modules/")
      ? undefined
      : code
          .replaceAll(/npm (?:start|run daybook) -- /g, (all) =>
            all.includes("start") ? "npx daybook start " : "npx daybook ",
          )
          .replaceAll(/npm run daybook(?: --)?/g, "npx daybook")
          .replaceAll("npm start", "npx daybook start"),
});

const build = await rolldown({
  input: { daybook: resolve("infra/cli/daybook.mjs") },
  platform: "node",
  external: /^[^./]/,
  plugins: [installedCommands(), carriedPlaces()],
  logLevel: "warn",
});
const { output } = await build.generate({
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
});
await build.close();
const chunks = output.filter((one): one is OutputChunk => one.type === "chunk");

const imported = new Set(
  chunks
    .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
    .filter((name) => !name.startsWith("node:") && chunks.every(({ fileName }) => fileName !== name))
    .map((name) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    ),
);
const declared = Object.keys(manifest.dependencies);
const wrong = [...imported.symmetricDifference(new Set(declared))];
if (wrong.length > 0)
  throw new Error(`package.json: dependencies must be what the command imports; check ${wrong.join(", ")}`);

rmSync(folder, { recursive: true, force: true });
const write = (name: string, content: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
};
for (const { fileName, code } of chunks) write(fileName, code);
for (const { name, content } of carriedFiles(chunks)) write(name, content);
// Some modules read files by a list, from folders below their own.
for (const file of globSync("{functions,shared,infra}/**/*.{sql,yaml}", { exclude: ["infra/deploy/**"] }))
  write(`files/${file}`, readFileSync(file));
