import { dirname } from "node:path";
import { lex } from "../../infra/googlesql/lexer.ts";

/**
 * The files in their order, except that a file comes after those of its stage that create the temporary tables it names. Where
 * two name each other's, the first stays first.
 */
export const inOrderOfTables = (
  files: readonly string[],
  read: (file: string) => string,
): readonly string[] => {
  const left = files.map((file) => ({ file, stage: stageOf(file), ...tablesIn(read(file)) }));
  const ordered: string[] = [];
  while (left.length > 0) {
    const isReady = (one: (typeof left)[number]): boolean =>
      !left.some(
        (other) =>
          other !== one &&
          other.stage === one.stage &&
          [...other.makes].some((table) => one.words.has(table) && !one.makes.has(table)),
      );
    const next = Math.max(left.findIndex(isReady), 0);
    ordered.push(...left.splice(next, 1).map(({ file }) => file));
  }
  return ordered;
};

/** `functions/3-aggregate` of each of its subjects' files. */
const stageOf = (file: string): string => dirname(file).split("/").slice(0, 2).join("/");

const tablesIn = (
  text: string,
): { readonly makes: ReadonlySet<string>; readonly words: ReadonlySet<string> } => {
  const words = lex(text).flatMap(({ kind, text: word }) => (kind === "word" ? [word.toLowerCase()] : []));
  const makes = words.filter(
    (_, index) => words[index - 1] === "table" && words[index - 2]?.startsWith("temp") === true,
  );
  return { makes: new Set(makes), words: new Set(words) };
};
