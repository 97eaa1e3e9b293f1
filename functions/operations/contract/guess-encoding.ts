import { isUtf8 } from "node:buffer";
import { meaningsOf } from "../../../shared/contracts/header-meanings.ts";
import { type WideEncoding, wideEncoding } from "./guess-wide-encoding.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | ByteEncoding | WideEncoding;

/** Encodings of one byte a letter, with the letters for which their writers need them. */
const letters = {
  "windows-1252": "äöüÄÖÜßéèêëàâçîïôûùñáíóúåøæÅØÆœãõìòÉÀÇÈÊÑÓ€£°²§«»–’´",
  macintosh: "äöüÄÖÜßéèêëàâçîïôûùñáíóúåøæÅØÆœãõìòÉÀÇÈÊÑÓ€£°§«»–’´",
  "windows-1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻčěřšžýáíéúůťďňČŘŠŽÝőűöüäăâîșțşţ€§–’",
  "windows-1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯЁёіїєґ№",
  "windows-1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ€§–’",
  "windows-1254": "ğışöüçâîûĞİŞÖÜÇ€§–’",
} as const;
type ByteEncoding = keyof typeof letters;

/** The encoding that fits the bytes, and the length of their mark. */
export const encodingOf = (bytes: Buffer): { encoding: Encoding; mark: number } => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: "utf-8", mark: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", mark: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", mark: 2 };
  const top = bytes.subarray(0, 4000);
  const zeros = (side: number) => top.filter((byte, index) => byte === 0 && index % 2 === side).length;
  if (zeros(1) > top.length / 8) return { encoding: "utf-16le", mark: 0 };
  if (zeros(0) > top.length / 8) return { encoding: "utf-16be", mark: 0 };
  return { encoding: isUtf8(bytes) ? "utf-8" : nationalEncoding(bytes), mark: 0 };
};

const someWords = 3000;

/** Read in the wrong one, "für" becomes "fŸr": the encoding whose letters make the likeliest words. */
const nationalEncoding = (bytes: Buffer): ByteEncoding | WideEncoding => {
  const words = wordsBeyondAscii(bytes);
  const scores = (Object.keys(letters) as ByteEncoding[])
    .map((encoding) => ({ encoding, likeness: likenessOf(words, encoding) }))
    .toSorted((left, right) => right.likeness - left.likeness);
  const most = scores[0]?.likeness ?? 0;
  const wide = wideEncoding(bytes);
  if (wide && wide.likeness > most) return wide.encoding;
  // Letters alone do not tell Turkish from Czech: a header that means something does.
  const [best] = scores
    .filter(({ likeness }) => likeness === most)
    .map(({ encoding }) => ({ encoding, headers: knownHeaders(bytes, encoding) }))
    .toSorted((left, right) => right.headers - left.headers);
  return best?.encoding ?? "windows-1252";
};

const headerBytes = 4000;
const headerLines = 10;

const knownHeaders = (bytes: Buffer, encoding: ByteEncoding): number =>
  new TextDecoder(encoding)
    .decode(bytes.subarray(0, headerBytes))
    .split("\n", headerLines)
    .flatMap((line) => line.split(/[;,\t|]/))
    .filter((cell) => meaningsOf(cell.trim()).length > 0).length;

/** The words with bytes above 127, each with the letters beside them. */
const wordsBeyondAscii = (bytes: Buffer): readonly Buffer[] => {
  const isPart = (byte: number) =>
    byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  const words: Buffer[] = [];
  for (let at = 0; at < bytes.length && words.length < someWords; at++) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    let [from, to] = [at, at];
    while (from > 0 && isPart(bytes[from - 1] ?? 0)) from--;
    while (to < bytes.length && isPart(bytes[to] ?? 0)) to++;
    words.push(bytes.subarray(from, to));
    at = to;
  }
  return words;
};

/** From 1, if all letters beyond ASCII are those of the encoding's writers, to -1, if none is. */
const likenessOf = (words: readonly Buffer[], encoding: ByteEncoding): number => {
  const known = new Set<string>(letters[encoding]);
  const decoder = new TextDecoder(encoding);
  let [score, count] = [0, 0];
  for (const word of words) {
    const text = decoder.decode(word);
    for (const [index, letter] of [...text].entries()) {
      if (letter.charCodeAt(0) < 128) continue;
      const isUpperInside = /\p{Lu}/u.test(letter) && /\p{Ll}/u.test(text[index - 1] ?? "");
      score += known.has(letter) && !isUpperInside ? 1 : -1;
      count++;
    }
  }
  return count === 0 ? 0 : score / count;
};
