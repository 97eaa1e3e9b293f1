import { join, relative } from "node:path";

/** Which rooms a file in each room may import from, first match counts. Packages are rooms of their own. */
const rooms: readonly { readonly of: RegExp; readonly may: readonly RegExp[] }[] = [
  // The doors see both sides.
  { of: /^(functions\/index\.ts|infra\/(laptop|cli|deploy)\/)/, may: [/./] },
  // TensorFlow.js is what networks are trained by, and nothing else may load it.
  {
    of: /^shared\/learning\/neural\/(train|network|objective|batch|backend)\.ts$/,
    may: [/^shared\//, /^node:/, /^@tensorflow\/tfjs-(core|layers|backend-cpu|backend-wasm)$/],
  },
  { of: /^shared\//, may: [/^shared\//, /^node:/, /^(zod|yaml)$/] },
  { of: /^infra\//, may: [/^infra\/(?!laptop\/|cli\/|deploy\/)/, /^shared\//, /^[^./]+(?!.*\.ts$)/] },
  { of: /^functions\/(operations\/.*|[^/]+)\.ts$/, may: [/^functions\//, /^shared\//, /^node:/, /^zod$/] },
  { of: /^functions\/(\d-\w+)\//, may: [/^shared\//, /^node:/, /^(zod|@node-rs\/crc32)$/] },
];

export interface Source {
  readonly file: string;
  readonly text: string;
}

/** Every import that points where it must not: "file imports target". */
export const straysOf = (sources: readonly Source[]): string[] =>
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
