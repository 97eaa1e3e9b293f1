/** What a status knows that may need a person. Reports of an older version lack what came later. */
interface Known {
  readonly feeds: readonly { readonly overdue?: boolean; readonly shortDays: readonly unknown[] }[];
  readonly rejected: readonly unknown[];
  readonly held?: readonly unknown[];
  readonly parked?: readonly unknown[];
  readonly unreadable?: readonly unknown[];
  readonly openErasures?: readonly unknown[];
}

/** How many of each kind need a person. Nothing looks calm before all of them are 0. */
export const attentionTo = ({ feeds, rejected, held, parked, unreadable, openErasures }: Known) => ({
  overdue: feeds.filter(({ overdue }) => overdue === true).length,
  short: feeds.filter(({ shortDays }) => shortDays.length > 0).length,
  rejected: rejected.length,
  held: held?.length ?? 0,
  parked: parked?.length ?? 0,
  unreadable: unreadable?.length ?? 0,
  erasures: openErasures?.length ?? 0,
});
export type Attention = ReturnType<typeof attentionTo>;

export const isCalm = (attention: Attention): boolean =>
  Object.values(attention).every((count) => count === 0);
