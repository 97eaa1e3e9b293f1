import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { type InputOptions, type OutputChunk, type Plugin, rolldown } from "rolldown";
import { sha256Of } from "../../shared/sha256.ts";
import type { ZipEntry } from "./zip.ts";

/** Bundles for Node. Returns the chunks of JavaScript. */
export const bundle = async (options: InputOptions): Promise<readonly OutputChunk[]> => {
  const build = await rolldown({ ...options, platform: "node", logLevel: "warn" });
  const { output } = await build.generate({
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  await build.close();
  return output.filter((one): one is OutputChunk => one.type === "chunk");
};

const carriedFolder = "files";

const isOurs = (file: string): boolean => /^(functions|infra|shared)\//.test(file);

/**
 * A module reads its SQL and YAML from its own folder. In a package all modules are in one file, so these files keep
 * their paths below `files/`, and `import.meta.url` of each module becomes its path there.
 */
export const carriedPlaces = (): Plugin => ({
  name: "carried-places",
  transform(code, id) {
    const own = relative(process.cwd(), id);
    if (!isOurs(own) || !code.includes("import.meta.url")) return undefined;
    const place = JSON.stringify(`./${carriedFolder}/${own}`);
    return code.replaceAll("import.meta.url", `new URL(${place}, import.meta.url).href`);
  },
});

/**
 * The SQL and YAML files, and what a browser gets, beside the modules that the package really contains. A module that reads its whole folder also
 * gets the subfolders, and one file with a digest of the sources: training compares code by digest, and a package has no
 * sources.
 */
export const carriedFiles = (chunks: readonly OutputChunk[]): readonly ZipEntry[] => {
  const modules = chunks
    .flatMap((chunk) =>
      Object.entries(chunk.modules)
        .filter(([, { renderedLength }]) => renderedLength > 0)
        .map(([id]) => relative(process.cwd(), id)),
    )
    .filter(isOurs)
    .sort();
  const texts = new Map(modules.map((own) => [own, readFileSync(own, "utf8")]));
  const sources = sha256Of(JSON.stringify([...texts]));
  const entries = new Map<string, Uint8Array>();
  for (const [own, text] of texts) {
    if (!text.includes("import.meta.url")) continue;
    const readsFolder = text.includes('new URL("./", import.meta.url)');
    const files = globSync(join(dirname(own), readsFolder ? "**" : "", "*.{sql,yaml,css,js}"));
    for (const file of files) entries.set(file, readFileSync(file));
    if (readsFolder) entries.set(join(dirname(own), "sources.mjs"), Buffer.from(`// ${sources}\n`));
  }
  return [...entries].map(([file, content]) => ({ name: `${carriedFolder}/${file}`, content }));
};
