/** What a process does to the files of one folder. Paths are as the process wrote them. */
export type Deed =
  | { readonly does: "make folder"; readonly path: string }
  | { readonly does: "make file"; readonly path: string; readonly empty: boolean }
  | { readonly does: "write"; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly does: "set length"; readonly path: string; readonly bytes: number }
  | { readonly does: "rename"; readonly path: string; readonly to: string }
  | { readonly does: "remove"; readonly path: string }
  | { readonly does: "sync"; readonly path: string }
  /** A text that the process printed: what it told its user. */
  | { readonly does: "say"; readonly text: string };

/** In the order in which they were done. */
export type Operation = Deed & {
  /** How many operations were done when this one began: a sync covers no more. */
  readonly after: number;
};
