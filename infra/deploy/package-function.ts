import { createHash } from "node:crypto";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";
import { carriedFiles, carriedPlaces } from "./carried-files.ts";
import { manifestOf } from "./lockfile.ts";
import { noLaptop, noTrainer, noTyper, oneStage } from "./one-stage.ts";
import { type ZipEntry, zip } from "./zip.ts";

export interface FunctionPackage {
  readonly name: string;
  readonly entries: readonly ZipEntry[];
  readonly archive: Buffer;
  readonly sha256: string;
  /** Bytes of JavaScript before they are packed. */
  readonly codeBytes: number;
  /** What is installed beside it: native code, and the framework that starts it. */
  readonly installed: readonly string[];
}

// Native code cannot be bundled, nor what reads files beside its own, as Pub/Sub's client and TensorFlow.js do. Of the latter
// the WebAssembly build: the native one must run a script when it is installed, and no package of ours may. Google's builder adds the framework itself, in a version of its own, unless it is named.
const framework = "@google-cloud/functions-framework";
const external = [
  framework,
  "@duckdb/node-api",
  "@google-cloud/pubsub",
  "@node-rs/crc32",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-backend-wasm",
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-layers",
];

/** Everything that one deployed function needs, and nothing else, as an archive that Google builds from. */
export const packageFunction = async (name: string): Promise<FunctionPackage> => {
  const whole = await bundle(name, []);
  // DuckDB and TensorFlow.js are a hundred megabytes each, and only those who read files, or train, need them.
  const unneeded = [...(typesRows(whole) ? [] : [noTyper()]), ...(trains(whole) ? [] : [noTrainer()])];
  const chunks = await bundle(name, unneeded);
  const imported = new Set(chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]));
  const installed = external.filter((one) => one === framework || imported.has(one));
  const manifests = Object.entries(manifestOf(name, installed)).map(([file, content]) => [
    file,
    `${JSON.stringify(content, null, 1)}\n`,
  ]);
  const entries: ZipEntry[] = [
    ...chunks.map(({ fileName, code }) => ({ name: fileName, content: Buffer.from(code) })),
    ...carriedFiles(chunks),
    ...manifests.map(([file = "", text = ""]) => ({ name: file, content: Buffer.from(text) })),
    // Nothing that is installed needs to run a script, so nothing may.
    { name: ".npmrc", content: Buffer.from("ignore-scripts=true\n") },
  ];
  const archive = zip(entries);
  return {
    name,
    entries,
    archive,
    sha256: createHash("sha256").update(archive).digest("hex"),
    codeBytes: chunks.reduce((total, { code }) => total + Buffer.byteLength(code), 0),
    installed,
  };
};

/** Whether a stage asks its platform for the typer. */
const typesRows = (chunks: readonly OutputChunk[]): boolean =>
  chunks
    .flatMap(({ modules }) => Object.entries(modules))
    .some(([id, { code }]) => /\/functions\/\d/.test(id) && /\.typer\b|\btyper\b/.test(code ?? ""));

const trains = (chunks: readonly OutputChunk[]): boolean =>
  chunks.some(({ moduleIds }) => moduleIds.some((id) => /\/functions\/5-train\/train\.ts$/.test(id)));

const bundle = async (name: string, more: readonly Plugin[]): Promise<readonly OutputChunk[]> => {
  const build = await rolldown({
    input: { index: "functions/index.ts" },
    platform: "node",
    external,
    plugins: [oneStage(name), noLaptop(), carriedPlaces(), ...more],
    // A module of the house that nobody uses does nothing: reading its SQL is no reason to keep it.
    treeshake: { moduleSideEffects: [{ test: /\/(functions\/\d[^/]*|shared|infra)\//, sideEffects: false }] },
    logLevel: "warn",
  });
  const { output } = await build.generate({
    format: "esm",
    entryFileNames: "index.js",
    chunkFileNames: "[name]-[hash].js",
  });
  await build.close();
  const chunks = output.filter((one): one is OutputChunk => one.type === "chunk");
  for (const { code, moduleIds } of chunks)
    if (/\b__(dirname|filename)\b/.test(code))
      throw new Error(
        `${name}: one of these reads files beside its own and cannot be bundled: ${moduleIds.join(" ")}`,
      );
  return chunks;
};
