import { type Cells, cellsOf, type Facts } from "./cells.ts";
import type { Text } from "./say.ts";
import { type Language, type Show, showIn } from "./show.ts";
import type { Story } from "./story.ts";

/**
 * Reads every number of a story again and holds it against the cell that it was bound to. Returns what does not agree, in
 * words; nothing if all is right. It runs before a story is stored: a text that drifted from its figures is not shown.
 */
export const findWrongNumbers = (
  story: Story,
  facts: Facts,
  language: Language,
  currency: string,
): readonly string[] => {
  const [cells, show] = [cellsOf(facts), showIn(language, currency)];
  return [story.headline, story.paragraph, story.nextStep].flatMap((text) => wrongIn(text, cells, show));
};

const wrongIn = ({ text, bound }: Text, cells: Cells, show: Show): readonly string[] => {
  const wrong: string[] = [];
  let at = 0;
  const between: string[] = [];
  for (const { cell, shown } of bound) {
    const expected = show(cells(cell)).shown;
    if (expected !== shown) wrong.push(`${cell} is ${expected}, and the text says ${shown}`);
    const found = text.indexOf(shown, at);
    if (found < 0) {
      wrong.push(`${cell} is ${shown}, which the text does not say where it should`);
      continue;
    }
    between.push(text.slice(at, found));
    at = found + shown.length;
  }
  between.push(text.slice(at));
  for (const words of between)
    if (/\d/.test(words)) wrong.push(`a number in "${words.trim()}" belongs to no cell`);
  return wrong;
};
