/**
 * Adjusted p-values: rejecting those of at most q keeps the share of false ones among the rejected at q.
 * Benjamini, Hochberg 1995; the same values as R's p.adjust(method = "BH").
 */
export function adjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, place) => place).sort((a, b) => (pValues[b] ?? 0) - (pValues[a] ?? 0));
  const result = new Array<number>(pValues.length).fill(1);
  let least = 1;
  for (const [above, place] of order.entries()) {
    const rank = pValues.length - above;
    least = Math.min(least, ((pValues[place] ?? 1) * pValues.length) / rank);
    result[place] = least;
  }
  return result;
}
