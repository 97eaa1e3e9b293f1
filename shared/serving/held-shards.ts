import type { ObjectStore } from "../ports.ts";
import { type Soon, whenThere } from "../value-or-promise.ts";
import { readShard } from "./parts.ts";
import { CustomerHistory, type Shard, shardOf } from "./snapshot.ts";

/** By customer; those who were asked for have been checked. */
type HeldShard = Map<string, { readonly unchecked: unknown } | CustomerHistory>;

const shardsInMemory = 64;

/** The customers of a snapshot. The shards that were asked for last stay in memory. */
export const heldShards = (
  serving: ObjectStore,
  shards: readonly Shard[],
): ((customer: string) => Soon<CustomerHistory | undefined>) => {
  const held = new Map<string, Soon<HeldShard>>();
  const fetched = (wanted: Shard): Promise<HeldShard> => {
    const reading = readHeld(serving, wanted);
    const isHeld = () => held.get(wanted.object) === reading;
    reading.then(
      (shard) => isHeld() && held.set(wanted.object, shard),
      // A failed read must not be remembered.
      () => isHeld() && held.delete(wanted.object),
    );
    return reading;
  };
  const inMemory = (wanted: Shard): Soon<HeldShard> => {
    const found = held.get(wanted.object) ?? fetched(wanted);
    held.delete(wanted.object);
    held.set(wanted.object, found);
    const oldest = held.keys().next().value;
    if (held.size > shardsInMemory && oldest !== undefined) held.delete(oldest);
    return found;
  };
  return (customer) => {
    const wanted = shardOf(shards, customer);
    return wanted && whenThere(inMemory(wanted), (shard) => checked(shard, customer));
  };
};

/** Only the customer asked for is checked, once, against the schema: a shard holds hundreds. */
const checked = (shard: HeldShard, customer: string): CustomerHistory | undefined => {
  const found = shard.get(customer);
  if (found === undefined || !("unchecked" in found)) return found;
  const history = CustomerHistory.parse(found.unchecked);
  shard.set(customer, history);
  return history;
};

const readHeld = async (serving: ObjectStore, shard: Shard): Promise<HeldShard> =>
  new Map([...(await readShard(serving, shard))].map(([customer, unchecked]) => [customer, { unchecked }]));
