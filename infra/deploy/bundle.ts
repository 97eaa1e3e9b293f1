import { type InputOptions, type OutputChunk, rolldown } from "rolldown";

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
