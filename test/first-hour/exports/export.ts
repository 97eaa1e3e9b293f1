/** A folder of exports as a shop's program writes it, and the lines that it holds. */
export interface Export {
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** invoice|code|quantity|price|currency|customer|time, and |-discount where there is one. */
  readonly rows: string;
  /** Lines that are no rows, as they are reported. */
  readonly leftOut?: RegExp;
}
