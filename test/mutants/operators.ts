interface Change {
  readonly why: string;
  readonly by: string;
}

/** What is done to a line: a name, what it looks for, and what stands there instead. */
type Operator = readonly [why: string, of: RegExp, by: string | ((found: string) => string)];

const inBoth: readonly Operator[] = [
  ["the boundary moves", / (<|>) /g, " $1= "],
  ["the boundary moves", / (<|>)= /g, " $1 "],
  ["a sum becomes a difference", / \+ /g, " - "],
  ["a difference becomes a sum", / - /g, " + "],
  ["true becomes false", /\btrue\b/g, "false"],
  ["false becomes true", /\bfalse\b/g, "true"],
  ["a number is one too large", /(?<![\w.@'"-]|\?\? )\d+(?![\w.'"n])/g, (found) => String(Number(found) + 1)],
];

const inSql: readonly Operator[] = [
  ...inBoth,
  ["the boundary moves", / (<|>)$/g, " $1="],
  ["equality is turned round", / = /g, " <> "],
  ["inequality is turned round", / <> /g, " = "],
  ["a condition is dropped", /^(\s*)(and|or) (?!.*\bbetween\b)[^()]*(\([^()]*\)[^()]*)*?(;?)$/g, "$1$4"],
  ["a condition is dropped", /\b(where|on) (?!.*\bbetween\b)[^()]*? and /g, "$1 "],
  ["a condition is dropped", /^(\s*)where [^()]*(\([^()]*\)[^()]*)*?(;?)$/g, "$1where true$3"],
  ["a condition is dropped", / and not \w+/g, ""],
  ["or instead of and", /(?<!between \S+) and (?!@?\w+\)? (preceding|following))/g, " or "],
  ["and instead of or", / or /g, " and "],
  ["min for max", /\bmax\(/g, "min("],
  ["max for min", /\bmin\(/g, "max("],
  ["least for greatest", /\bgreatest\(/g, "least("],
  ["greatest for least", /\bleast\(/g, "greatest("],
  ["a sum becomes the largest", /\bsum\(/g, "max("],
  ["the order is turned round", / desc\b/g, ""],
  ["the order is turned round", /(order by [\w.]+)(?= |,|\)|;|$)(?! desc)/g, "$1 desc"],
  ["the order by is swapped", /order by ([\w.]+), ([\w.]+)/g, "order by $2, $1"],
  ["rows without a partner are lost", /\bleft join\b/g, "join"],
  ["equal rows are lost", /\bunion all\b/g, "union distinct"],
  ["each is counted", /\bcount\(distinct /g, "count("],
  ["null is turned round", /\bis null\b/g, "is not null"],
  ["null is turned round", /\bis not null\b/g, "is null"],
  ["the answer is turned round", /\b(where|and|or|when|if\() ?not (?!in\b)/g, "$1 "],
  ["the sign is turned round", /(?<=[(,] ?)-(?=\w)/g, ""],
  ["a row before for one after", /\blag\(/g, "lead("],
  ["a row after for one before", /\blead\(/g, "lag("],
  ["multiplication becomes a sum", / \* (?!from)/g, " + "],
];

const inTypeScript: readonly Operator[] = [
  ...inBoth,
  ["equality is turned round", / === /g, " !== "],
  ["inequality is turned round", / !== /g, " === "],
  ["or instead of and", / && /g, " || "],
  ["and instead of or", / \|\| /g, " && "],
  ["the left of two conditions is dropped", /(\(|return )[^()&|?]+ (&&|\|\|) /g, "$1"],
  ["the right of two conditions is dropped", / (&&|\|\|) [^()&|?:]+(?=\)|;)/g, ""],
  ["what is missing counts as one", /(?<!\]) \?\? 0\b/g, " ?? 1"],
  ["multiplication becomes division", / \* /g, " / "],
  ["division becomes multiplication", / \/ /g, " * "],
  ["min for max", /\bMath\.max\(/g, "Math.min("],
  ["max for min", /\bMath\.min\(/g, "Math.max("],
  ["rounded the other way", /\bMath\.floor\(/g, "Math.ceil("],
  ["rounded the other way", /\bMath\.ceil\(/g, "Math.floor("],
  ["nobody waits", /\bawait (?=[\w.]+\()/g, ""],
  ["all for some", /\.some\(/g, ".every("],
  ["some for all", /\.every\(/g, ".some("],
  ["the first for the last", /\.at\(-1\)/g, ".at(0)"],
  ["the answer is turned round", /\bif \((?!.*\bconst\b)(.+)\)(?= [\w{]|$)/g, "if (!($1))"],
  ["the answer is turned round", /(?<=[(\s])!(?=[\w(])/g, ""],
  ["the order is turned round", /\b(left|a)\b(.*?) - (right|b)\b/g, "$3$2 - $1"],
  ["arguments are swapped", /(?<=\w)\((\w+), (\w+)\)(?! =>)/g, "($2, $1)"],
  ["not all are taken", /\.\.\.[\w.]+, /g, ""],
  ["a statement is lost", /^(\s*)(await )?[\w.]+\([^{]*\);$/g, "$1"],
  ["an early end is lost", /^(\s*)if \(.*\) (return|continue|throw)\b.*;$/g, "$1"],
  ["nothing is filtered", /\.filter\(\((\w+)\) => [^()]+\)/g, ""],
];

/** Each way to change a line once. Text in quotes stays as it is. */
export const changesOf = (line: string, isSql: boolean): Change[] =>
  (isSql ? inSql : inTypeScript).flatMap(([why, of, by]) =>
    [...line.matchAll(of)]
      .filter(({ index }) => !isQuoted(line.slice(0, index)))
      .map(({ index }) => ({ why, by: replacedAt(line, index, of, by) }))
      .filter((change) => change.by !== line),
  );

const replacedAt = (line: string, index: number, of: RegExp, by: Operator[2]): string => {
  const here = new RegExp(of.source, "y");
  here.lastIndex = index;
  return typeof by === "string" ? line.replace(here, by) : line.replace(here, by);
};

const isQuoted = (before: string): boolean =>
  ['"', "'", "`"].some((quote) => before.split(quote).length % 2 === 0);
