import { byBytes } from "../../shared/serving/id-order.ts";

type Keyed<Value> = AsyncIterable<readonly [string, Value]>;

/** Joins two streams that are ordered by key: yields each key once, with the value of either side. */
export async function* mergeJoin<Left, Right>(
  left: Keyed<Left>,
  right: Keyed<Right>,
): AsyncGenerator<readonly [string, Left | undefined, Right | undefined]> {
  const rights = ascending(right);
  try {
    let theirs = (await rights.next()).value;
    for await (const [key, ours] of ascending(left)) {
      for (; theirs && byBytes(theirs[0], key) < 0; theirs = (await rights.next()).value)
        yield [theirs[0], undefined, theirs[1]];
      const isSame = theirs?.[0] === key;
      yield [key, ours, isSame ? theirs?.[1] : undefined];
      if (isSame) theirs = (await rights.next()).value;
    }
    for (; theirs; theirs = (await rights.next()).value) yield [theirs[0], undefined, theirs[1]];
  } finally {
    await rights.return(undefined);
  }
}

/** Throws if a stream is not ordered: the join would silently drop or repeat entries. */
async function* ascending<Value>(stream: Keyed<Value>): AsyncGenerator<readonly [string, Value], undefined> {
  let last: string | undefined;
  for await (const each of stream) {
    if (last !== undefined && byBytes(last, each[0]) >= 0)
      throw new Error("the ids of a stream are not in ascending order");
    last = each[0];
    yield each;
  }
}
