import type { Act } from "../../shared/insights/acts.ts";
import type { Formats } from "./formats.ts";
import type { Metric } from "./metrics/metric.ts";
import type { Reader } from "./reader.ts";
import type { ModelsOfTask } from "./sources/models.ts";
import type { Remembered } from "./sources/remembered.ts";
import type { FilesReport, Seen } from "./sources/sources.ts";

/** What a page is made from. Taken once, so that a publication meanwhile cannot mix two states. */
export interface View {
  readonly reader: Reader;
  readonly format: Formats;
  readonly seen: Seen | undefined;
  readonly metrics: readonly Metric[];
  /** This very address with some parameters changed; undefined removes one. */
  readonly keep: (changes: Readonly<Record<string, string | undefined>>) => string;
}

/** What changes without a publication. A page that shows it has it in its tag. */
export interface Live {
  readonly files: Remembered<FilesReport>;
  readonly acts: Remembered<readonly Act[]>;
  readonly models: Remembered<readonly ModelsOfTask[]>;
}
