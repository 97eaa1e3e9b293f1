import { headerWords, type Meaning } from "./header-words.ts";

/** A meaning that a header may have, and how surely: 1 for the very word. */
export interface PossibleMeaning {
  readonly meaning: Meaning;
  readonly sureness: number;
}

/** "Kunden-Nr." and "kundennr" are the same, and so are "Qté" and "qte". */
const plainKey = (text: string): string =>
  text
    .replace(/ß/g, "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");

const words: readonly { meaning: Meaning; key: string; rank: number }[] = Object.entries(headerWords).flatMap(
  ([meaning, list]) =>
    list.split(",").map((word, rank) => ({ meaning: meaning as Meaning, key: plainKey(word), rank })),
);

/** What a header may mean, the surest first. What stands in brackets is a unit or a currency. */
export const meaningsOf = (header: string): readonly PossibleMeaning[] => {
  const bare = header.replaceAll(/\([^)]*\)|\[[^\]]*\]|\p{Sc}|\b(EUR|USD|GBP|CHF)\b/gu, " ");
  const [whole, tokens] = [plainKey(bare), tokensOf(bare)];
  const best = new Map<Meaning, number>();
  for (const { meaning, key, rank } of words) {
    const sureness = surenessOf(key, whole, tokens) - rank / 1000;
    if (sureness > 0 && sureness > (best.get(meaning) ?? 0)) best.set(meaning, sureness);
  }
  return [...best]
    .map(([meaning, sureness]) => ({ meaning, sureness }))
    .sort((left, right) => right.sureness - left.sureness);
};

const surenessOf = (key: string, whole: string, tokens: ReadonlySet<string>): number => {
  if (whole === key) return 1;
  if (key.length >= 3 && tokens.has(key)) return 0.6;
  return key.length >= 5 && whole.includes(key) ? 0.4 : 0;
};

/** The words of a header, also of `OrderDate` and `order_date`, and each two that follow each other. */
const tokensOf = (header: string): ReadonlySet<string> => {
  const single = header
    .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .map(plainKey)
    .filter((token) => token !== "");
  return new Set([...single, ...single.slice(1).map((token, index) => `${single[index] ?? ""}${token}`)]);
};
