const longest = 200;

/** A value as rejects show it: personal data masked, long text cut. JSON cannot hold a character that the cut splits. */
export const shownValue = (text: string, { pii }: { readonly pii: boolean }): string =>
  pii ? "(masked)" : text.slice(0, longest).toWellFormed();
