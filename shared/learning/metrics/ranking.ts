import { ascendingOrder, mean, type Numbers, sortOrders, sum } from "../numbers.ts";

/** Ranks from 1; ties get their mean rank. */
export function ranks(values: Numbers, order = ascendingOrder(values)): Float64Array {
  const out = new Float64Array(values.length);
  for (const { from, to } of ties(order, values))
    for (let place = from; place < to; place++) out[order[place] ?? 0] = (from + to + 1) / 2;
  return out;
}

export const spearman = (y: Numbers, predicted: Numbers, orders = sortOrders(y, predicted)): number =>
  correlation(ranks(y, orders.y), ranks(predicted, orders.predicted));

export function correlation(a: Numbers, b: Numbers): number {
  const [middleA, middleB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let row = 0; row < a.length; row++) {
    const [x, y] = [(a[row] ?? 0) - middleA, (b[row] ?? 0) - middleB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return both / Math.sqrt(ofA * ofB);
}

/**
 * The Gini coefficient of the ranking relative to a perfect ranking: 1 is perfect, 0 is chance. Rows with equal predictions
 * share their truth, so that the input order does not count as skill.
 */
export const normalisedGini = (y: Numbers, predicted: Numbers, orders = sortOrders(y, predicted)): number =>
  gini(y, predicted, orders.predicted) / gini(y, y, orders.y);

function gini(y: Numbers, by: Numbers, ascending: Uint32Array): number {
  const order = ascending.toReversed();
  const total = sum(y);
  let [cumulative, area] = [0, 0];
  for (const { from, to } of ties(order, by)) {
    let share = 0;
    for (let place = from; place < to; place++) share += (y[order[place] ?? 0] ?? 0) / total;
    area += (to - from) * (cumulative + share / 2);
    cumulative += share;
  }
  return (2 * area) / y.length - 1;
}

/** The probability that a positive row ranks above a negative one (ROC AUC). */
export function areaUnderCurve(happened: Numbers, predicted: Numbers): number {
  const places = ranks(predicted);
  let [hits, total] = [0, 0];
  for (let row = 0; row < places.length; row++) {
    if ((happened[row] ?? 0) <= 0) continue;
    hits++;
    total += places[row] ?? 0;
  }
  return (total - (hits * (hits + 1)) / 2) / (hits * (places.length - hits));
}

/**
 * Average precision: the precision at each positive row from the highest prediction down, averaged. Rows with equal
 * predictions are taken together, so that the input order does not count as skill.
 */
export function averagePrecision(happened: Numbers, predicted: Numbers): number {
  const order = ascendingOrder(Float64Array.from(predicted, (value) => -value));
  let [hits, total] = [0, 0];
  for (const { from, to } of ties(order, predicted)) {
    let own = 0;
    for (let place = from; place < to; place++) own += (happened[order[place] ?? 0] ?? 0) > 0 ? 1 : 0;
    hits += own;
    total += (own * hits) / to;
  }
  return total / hits;
}

/** The share of positives among the rows with the highest predictions, such as the top tenth of all. */
export function precisionAtTop(happened: Numbers, predicted: Numbers, share: number): number {
  const order = ascendingOrder(predicted).reverse();
  const count = Math.max(1, Math.round(order.length * share));
  const top = order.subarray(0, count);
  return top.reduce((hits, row) => hits + ((happened[row] ?? 0) > 0 ? 1 : 0), 0) / count;
}

function* ties(order: Uint32Array, values: Numbers): Generator<{ from: number; to: number }> {
  for (let from = 0; from < order.length; ) {
    const value = values[order[from] ?? 0];
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === value) to++;
    yield { from, to };
    from = to;
  }
}
