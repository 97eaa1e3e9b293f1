import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { OutputChunk, Plugin } from "rolldown";

const carriedFolder = "files";

const isOurs = (file: string): boolean => /^(functions|infra|shared)\//.test(file);

/**
 * SQL and contracts are read from beside the module that names them. In a package every module is in one file, so
 * these files keep their places below `files/`, and a module's own address becomes its place there.
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

/** The files beside the modules that are really in the package, each with its name there. */
export const carriedFiles = (chunks: readonly OutputChunk[]): ReadonlyMap<string, string> => {
  const modules = chunks.flatMap((chunk) =>
    Object.entries(chunk.modules)
      .filter(([, { renderedLength }]) => renderedLength > 0)
      .map(([id]) => relative(process.cwd(), id)),
  );
  const readers = modules.filter(
    (own) => isOurs(own) && readFileSync(own, "utf8").includes("import.meta.url"),
  );
  const files = readers.flatMap((own) => globSync(join(dirname(own), "*.{sql,yaml}")));
  return new Map(files.map((file) => [`${carriedFolder}/${file}`, file]));
};
