import { resolve } from "node:path";
import type { Plugin } from "rolldown";
import { graph } from "../../functions/graph.ts";
import { stages } from "../../functions/pipeline.ts";
import type { Stage } from "../../shared/stage.ts";

/** The name of a package's entry file, which exists only while it is bundled. */
export const entryFile = "stage-entry";

export const stageNamed = (name: string): Stage => {
  const stage = Object.entries<Stage>(stages).find(([known]) => known === name)?.[1];
  if (!stage) throw new Error(`functions/pipeline.ts has no stage ${name}`);
  return stage;
};

/**
 * Generates the entry file. It registers one stage and imports nothing of the others, so tree-shaking drops their code.
 * The graph of stages becomes a constant: computing it would need all of them.
 */
export const stageEntry = (name: string): Plugin => ({
  name: "stage-entry",
  resolveId: (id) => (id === entryFile ? id : undefined),
  load(id) {
    if (id === entryFile) return entryCode(name);
    if (id.endsWith("/functions/graph.ts")) return `export const graph = ${JSON.stringify(graph)};`;
    return undefined;
  },
});

const entryCode = (name: string): string => {
  const from = (file: string) => JSON.stringify(resolve(file));
  return [
    `import { graph } from ${from("functions/graph.ts")};`,
    `import { ${name} } from ${from("functions/pipeline.ts")};`,
    `import { serveOnGoogle } from ${from("infra/entry/serve-on-google.ts")};`,
    `serveOnGoogle({ ${name} }, graph);`,
  ].join("\n");
};

/** Leaves out the native engines that the stage does not name in functions/pipeline.ts: each weighs a hundred megabytes. */
export const withoutUnnamed = ({ engines = [] }: Stage): readonly Plugin[] => [
  ...(engines.includes("typing") ? [] : [instead(/\/infra\/typing\//, "duckDbRowTyper", "typing")]),
  ...(engines.includes("training")
    ? []
    : [instead(/\/shared\/learning\/neural\/train\.ts$/, "trainNetwork", "training")]),
];

const instead = (path: RegExp, name: string, engine: string): Plugin => ({
  name: `no-${engine}`,
  load: (id) =>
    path.test(id)
      ? `export const ${name} = () => { throw new Error("this stage does not name the engine ${engine} in functions/pipeline.ts"); };`
      : undefined,
});
