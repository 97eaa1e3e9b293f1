import { headerWords, type Meaning, otherWords } from "./header-words.ts";

/** A meaning that a header may have, and how surely: 1 for the very word. */
export interface PossibleMeaning {
  readonly meaning: Meaning;
  readonly sureness: number;
}

/** Letters that Unicode does not take for another one with a mark. */
const plainLetters: Readonly<Record<string, string>> = { ß: "ss", ø: "o", ł: "l", ı: "i", æ: "ae", œ: "oe" };

/** "Kunden-Nr." and "kundennr" are the same, and so are "Qté" and "qte". */
const plainKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[ßøłıæœ]/g, (letter) => plainLetters[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]/gu, "");

interface Word {
  readonly meaning: Meaning;
  readonly key: string;
  readonly rank: number;
  /** Only a header that is this very word means it. */
  readonly isWhole: boolean;
  /** Another word, even as a part of a header, is surer. */
  readonly isWeak: boolean;
}

const words: readonly Word[] = Object.entries(headerWords).flatMap(([meaning, list]) =>
  list.split(",").map((listed, rank) => {
    const word = listed.trim();
    const key = plainKey(word);
    return {
      meaning: meaning as Meaning,
      key,
      rank,
      isWhole: word.startsWith("="),
      isWeak: word.startsWith("~"),
    };
  }),
);

/** What stands in brackets is a unit or a currency; with and without tax, a price is a price. */
const besides =
  /\([^)]*\)|\[[^\]]*\]|\p{Sc}|\b(EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|JPY|INR|CAD|AUD)\b|\b(incl(uding|usive)?|excl(uding|usive)?|inkl|exkl|inc|exc|ex|with|without|before|after|mit|ohne|zzgl|avec|sans|hors|con|sin|senza|med|utan|uden)\b[.]?( of)? ?(vat|tax(es)?|gst|mwst|ust|tva|iva|btw|moms|discount|rabatt)\b[.]?/giu;

/** What a header may mean, the surest first. */
export const meaningsOf = (header: string): readonly PossibleMeaning[] => {
  const known = remembered.get(header);
  if (known) return known;
  const found = findMeanings(header);
  // Each row near the top of a file is tried as its header: cells of data must not fill the memory.
  if (remembered.size > mostRemembered) remembered.clear();
  remembered.set(header, found);
  return found;
};

const remembered = new Map<string, readonly PossibleMeaning[]>();
const mostRemembered = 5000;

const findMeanings = (header: string): readonly PossibleMeaning[] => {
  const bare = header.replaceAll(besides, " ");
  const [whole, tokens] = [plainKey(bare), tokensOf(bare)];
  const best = new Map<Meaning, number>();
  for (const word of words) {
    const sureness = surenessOf(word, whole, tokens) - word.rank / 1000;
    if (sureness > 0 && sureness > (best.get(word.meaning) ?? 0)) best.set(word.meaning, sureness);
  }
  const isOther = [...tokens].some((token) => otherWords.has(token));
  return [...best]
    .filter(([, sureness]) => !isOther || sureness > 0.7)
    .map(([meaning, sureness]) => ({ meaning, sureness }))
    .sort((left, right) => right.sureness - left.sureness);
};

const surenessOf = ({ key, isWhole, isWeak }: Word, whole: string, tokens: ReadonlySet<string>): number => {
  if (whole === key) return isWeak ? 0.5 : 1;
  if (isWhole) return 0;
  if (key.length >= 3 && tokens.has(key)) return isWeak ? 0.3 : 0.6;
  return key.length >= 5 && whole.includes(key) ? (isWeak ? 0.2 : 0.4) : 0;
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
