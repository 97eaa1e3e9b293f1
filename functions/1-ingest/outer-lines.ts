import { CR, LF } from "./bytes.ts";

/** How many lines are left out. Lines at the end count only if they are not blank. */
export interface OuterLines {
  readonly first: number;
  readonly last: number;
}

/** Streams a text without its first and last lines. Tells which text was left out at the end. */
export async function* withoutOuterLines(
  text: AsyncIterable<Uint8Array>,
  { first, last }: OuterLines,
  onLeftOut: (lines: readonly string[]) => void = () => undefined,
): AsyncIterable<Uint8Array> {
  const body = first === 0 ? text : afterLines(text, first);
  if (last === 0) yield* body;
  else yield* beforeLines(body, last, onLeftOut);
}

/** A line ends in LF, CR LF, or CR alone, as older programs for the Mac write it. */
async function* afterLines(text: AsyncIterable<Uint8Array>, count: number) {
  let left = count;
  // A CR at the end of a chunk may be followed by its LF in the next one.
  let afterReturn = false;
  for await (const chunk of text) {
    let at = 0;
    for (; at < chunk.length && (left > 0 || (afterReturn && chunk[at] === LF)); at++) {
      const byte = chunk[at];
      if (byte === CR || (byte === LF && !afterReturn)) left--;
      afterReturn = byte === CR;
    }
    if (at < chunk.length) {
      afterReturn = false;
      yield chunk.subarray(at);
    }
  }
}

/** Holds back so much of the text that its last lines are surely in it. */
async function* beforeLines(
  text: AsyncIterable<Uint8Array>,
  count: number,
  onLeftOut: (lines: readonly string[]) => void,
) {
  let held = Buffer.alloc(0);
  for await (const chunk of text) {
    const joined = Buffer.concat([held, chunk]);
    const cut = startOfLastLines(joined, count);
    if (cut > 0) yield joined.subarray(0, cut);
    held = joined.subarray(cut);
  }
  onLeftOut(
    held
      .toString("utf8")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  );
}

/** Where the last lines with text begin; 0 if there are not that many. */
const startOfLastLines = (text: Buffer, count: number): number => {
  let end = text.length;
  for (let found = 0; found < count; ) {
    // A negative offset would count from the end of the buffer.
    const start = end < 2 ? 0 : text.lastIndexOf(LF, end - 2) + 1;
    if (text.toString("utf8", start, end).trim() !== "") found++;
    end = start;
    if (start === 0) return 0;
  }
  return end;
};
