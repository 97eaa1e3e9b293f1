/** Something that Google Cloud refuses. */
export interface Rule<Thing> {
  readonly name: string;
  readonly service:
    | "BigQuery"
    | "Cloud Storage"
    | "Pub/Sub"
    | "Cloud Run functions"
    | "Cloud Scheduler"
    | "IAM";
  readonly says: string;
  /** Google's own page, or the issue of somebody whom Google refused. */
  readonly source: string;
  /** Likely, but not documented. The project keeps to it all the same, because that costs little. */
  readonly suspected?: true;
  /** Why Google refuses the thing; undefined if Google takes it. */
  readonly refuses: (thing: Thing) => string | undefined;
}

/** Every reason why Google refuses a thing. Each starts with the name of its rule. */
export const refusals = <Thing>(rules: readonly Rule<Thing>[], thing: Thing): string[] =>
  rules.flatMap(({ name, refuses }) => {
    const reason = refuses(thing);
    return reason === undefined ? [] : [`${name}: ${reason}`];
  });

/** A rule about the largest number of something. */
export const atMost =
  (limit: number, unit: string) =>
  (count: number): string | undefined =>
    count > limit ? `${count} ${unit}, at most ${limit}` : undefined;

/** For stand-ins of Google: fails as soon as there is one reason. */
export const requireTaken = (reasons: readonly string[]): void => {
  if (reasons.length > 0) throw new Error(`Google refuses this: ${reasons.join("; ")}`);
};
