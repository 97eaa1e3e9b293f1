import { join, relative } from "node:path";

/** What a file in each room may import; the first match counts. */
const rooms: readonly { readonly of: RegExp; readonly may: readonly RegExp[] }[] = [
  // The entry points see both sides.
  { of: /^(functions\/index\.ts|infra\/(laptop|cli|deploy)\/)/, may: [/./] },
  // Only the training of networks loads TensorFlow.js.
  {
    of: /^shared\/learning\/neural\/(train|network|objective|batch|backend)\.ts$/,
    may: [/^shared\//, /^node:/, /^@tensorflow\/tfjs-(core|layers|backend-cpu|backend-wasm)$/],
  },
  // Charts are drawn on the server: scales and shapes, nothing that needs a browser.
  { of: /^shared\/html\//, may: [/^shared\//, /^d3-(scale|shape)$/] },
  { of: /^shared\//, may: [/^shared\//, /^node:/, /^(zod|yaml)$/] },
  { of: /^infra\//, may: [/^infra\/(?!laptop\/|cli\/|deploy\/)/, /^shared\//, /^[^./]+(?!.*\.ts$)/] },
  { of: /^functions\/(operations\/.*|[^/]+)\.ts$/, may: [/^functions\//, /^shared\//, /^node:/, /^zod$/] },
  { of: /^functions\/(\d-\w+)\//, may: [/^shared\//, /^node:/, /^(zod|@node-rs\/crc32|hyparquet(-compressors)?)$/] },
];

export interface Source {
  readonly file: string;
  readonly text: string;
}

/** Imports that no room allows, as "file imports target". */
export const forbiddenImports = (sources: readonly Source[]): string[] =>
  sources.flatMap(({ file, text }) => {
    const room = rooms.find(({ of }) => of.test(file));
    if (!room) return [`${file} is in no room`];
    return importsOf(file, text)
      .filter((target) => !isOwnStage(file, target) && !room.may.some((allowed) => allowed.test(target)))
      .map((target) => `${file} imports ${target}`);
  });

const isOwnStage = (file: string, target: string): boolean => {
  const stage = /^functions\/\d-[^/]+\//.exec(file)?.[0];
  return stage !== undefined && target.startsWith(stage);
};

const importsOf = (file: string, text: string): string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, target = ""]) =>
    target.startsWith(".") ? relative(".", join(file, "..", target)) : target,
  );

/** Groups of files that import one another, type imports included: "a.ts, b.ts". */
export const importCycles = (sources: readonly Source[]): string[] => {
  const imports = new Map(sources.map(({ file, text }) => [file, importsOf(file, text)]));
  const reached = new Map([...imports.keys()].map((file) => [file, reachedFrom(file, imports)]));
  const cycles = [...reached].map(([file, targets]) =>
    [...targets].filter((target) => reached.get(target)?.has(file)).sort(),
  );
  return [...new Set(cycles.filter(({ length }) => length > 0).map((files) => files.join(", ")))];
};

/** Contains the file itself only if a chain of imports leads back to it. */
const reachedFrom = (start: string, imports: ReadonlyMap<string, readonly string[]>): Set<string> => {
  const reached = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop())
    for (const target of imports.get(file) ?? [])
      if (imports.has(target) && !reached.has(target)) {
        reached.add(target);
        waiting.push(target);
      }
  return reached;
};

const mostLines = 200;

/** Files of more than 200 lines, as "file has 201 lines". */
export const longFiles = (sources: readonly Source[]): string[] =>
  sources
    .map(({ file, text }) => ({ file, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ file, lines }) => `${file} has ${lines} lines`);
