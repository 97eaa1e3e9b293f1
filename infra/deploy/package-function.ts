import type { OutputChunk } from "rolldown";
import { sha256Of } from "../../shared/sha256.ts";
import type { Stage } from "../../shared/stage.ts";
import { bundle, carriedFiles, carriedPlaces } from "./bundle.ts";
import { packageManifest } from "./lockfile.ts";
import { entryFile, stageEntry, stageNamed, withoutUnnamed } from "./stage-entry.ts";
import { type ZipEntry, zip } from "./zip.ts";

export type FunctionPackage = Awaited<ReturnType<typeof packageFunction>>;

// Native code cannot be bundled, nor can packages that read files beside their own, as Pub/Sub's client and TensorFlow.js
// do. TensorFlow.js is the WebAssembly build: the native one runs a script at install, which no package here may. Google's
// builder would add functions-framework in a version of its own unless it is named.
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

/** Packs what one deployed function needs, and nothing else, into the archive that Google builds from. */
export const packageFunction = async (name: string) => {
  const chunks = await bundleStage(name, stageNamed(name));
  const imported = new Set(chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]));
  const installed = external.filter((one) => one === framework || imported.has(one));
  const manifests = Object.entries(packageManifest(name, installed)).map(([file, content]) => ({
    name: file,
    content: Buffer.from(`${JSON.stringify(content, null, 1)}\n`),
  }));
  const entries: ZipEntry[] = [
    ...chunks.map(({ fileName, code }) => ({ name: fileName, content: Buffer.from(code) })),
    ...carriedFiles(chunks),
    ...manifests,
    // No installed package needs an install script, so none may run.
    { name: ".npmrc", content: Buffer.from("ignore-scripts=true\n") },
  ];
  const archive = zip(entries);
  return {
    name,
    entries,
    archive,
    sha256: sha256Of(archive),
    /** Bytes of JavaScript before they are packed. */
    codeBytes: chunks.reduce((total, { code }) => total + Buffer.byteLength(code), 0),
    /** Packages that are installed beside it: native code, and the framework that starts it. */
    installed,
  };
};

const bundleStage = async (name: string, stage: Stage): Promise<readonly OutputChunk[]> => {
  const chunks = await bundle({
    input: { index: entryFile },
    external,
    plugins: [stageEntry(name), carriedPlaces(), ...withoutUnnamed(stage)],
    // An unused module of ours has no effect: reading its SQL file is no reason to keep it.
    treeshake: { moduleSideEffects: [{ test: /\/(functions|shared|infra)\//, sideEffects: false }] },
  });
  for (const { code, moduleIds } of chunks)
    if (/\b__(dirname|filename)\b/.test(code))
      throw new Error(
        `${name}: one of these reads files beside its own and cannot be bundled: ${moduleIds.join(" ")}`,
      );
  return chunks;
};
