import type { ValueOrPromise } from "../../shared/value-or-promise.ts";
import type { Formats } from "./formats.ts";
import type { Reader } from "./reader.ts";
import type { ModelsOfTask } from "./sources/models.ts";
import type { Held } from "./sources/remembered.ts";
import type { FilesReport, Seen } from "./sources/sources.ts";

/** What a page is made from. Taken once, so that a publication meanwhile cannot mix two states. */
export interface View {
  readonly reader: Reader;
  readonly format: Formats;
  readonly seen: Seen | undefined;
  /** This very address with some parameters changed; undefined removes one. */
  readonly keep: (changes: Readonly<Record<string, string | undefined>>) => string;
}

/** What changes without a publication. A page that shows it has it in its tag. */
export interface Live {
  readonly files: () => ValueOrPromise<Held<FilesReport>>;
  readonly models: () => ValueOrPromise<Held<readonly ModelsOfTask[]>>;
}
