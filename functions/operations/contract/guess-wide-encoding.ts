/** Encodings of two bytes a letter, as East Asian programs write them. */
export type WideEncoding = "euc-kr" | "gb18030" | "big5" | "shift_jis";

interface Letters {
  /** The bytes that begin a letter of two; others beyond ASCII are letters by themselves. */
  readonly isLead: (byte: number) => boolean;
  /** A letter of everyday texts. In the wrong encoding, most letters are rare ones. */
  readonly isCommon: (lead: number, next: number) => boolean;
  /** The second byte of a sign of four bytes, such as ¥, which tells nothing. */
  readonly isLong?: (next: number) => boolean;
}

const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to;

/** Korean comes before Chinese: all of its syllables would be common letters there, but not the reverse. */
const encodings: Readonly<Record<WideEncoding, Letters>> = {
  "euc-kr": {
    isLead: (byte) => byte > 0x80,
    isCommon: (lead, next) => next > 0xa0 && (lead === 0xa1 || within(lead, 0xb0, 0xc8)),
  },
  gb18030: {
    isLead: (byte) => byte > 0x80,
    isCommon: (lead, next) => next > 0xa0 && (lead === 0xa1 || lead === 0xa3 || within(lead, 0xb0, 0xd7)),
    isLong: (next) => within(next, 0x30, 0x39),
  },
  big5: {
    isLead: (byte) => byte > 0x80,
    isCommon: (lead, next) => within(lead, 0xa1, 0xc6) && (within(next, 0x40, 0x7e) || next > 0xa0),
  },
  shift_jis: {
    isLead: (byte) => within(byte, 0x81, 0x9f) || byte > 0xdf,
    isCommon: (lead, next) => next > 0x3f && (within(lead, 0x81, 0x83) || within(lead, 0x88, 0x97)),
  },
};

/** Fewer common letters than this are chance. */
const likely = 0.8;
const bytesRead = 256 * 1024;

/** The likeliest of them, from 1, if all letters are common, to -1; undefined if none is likely. */
export const wideEncoding = (
  bytes: Buffer,
): { readonly encoding: WideEncoding; readonly likeness: number } | undefined => {
  const [best] = (Object.keys(encodings) as WideEncoding[])
    .map((encoding) => ({
      encoding,
      likeness: likenessOf(bytes.subarray(0, bytesRead), encodings[encoding]),
    }))
    .toSorted((left, right) => right.likeness - left.likeness);
  return best && best.likeness > likely ? best : undefined;
};

const likenessOf = (bytes: Buffer, { isLead, isCommon, isLong }: Letters): number => {
  let [score, count] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const isPair = isLead(byte);
    if (isPair && isLong?.(bytes[at + 1] ?? 0)) {
      at += 3;
      continue;
    }
    score += isPair && isCommon(byte, bytes[at + 1] ?? 0) ? 1 : -1;
    count++;
    if (isPair) at++;
  }
  return count === 0 ? -1 : score / count;
};
