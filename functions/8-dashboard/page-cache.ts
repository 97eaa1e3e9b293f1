import { gzip } from "../../shared/gzip.ts";

/** A rendered page, compressed when it is first sent so: most of what sending it costs. */
export interface RenderedPage {
  readonly text: string;
  readonly gzipped: () => Uint8Array;
}

export const renderedPage = (text: string): RenderedPage => {
  let made: Uint8Array | undefined;
  return {
    text,
    gzipped() {
      made ??= gzip(text);
      return made;
    },
  };
};

/** Keeps what was rendered last, up to a size in characters. The key says everything that a page depends on. */
export const pageCache = (mostCharacters: number) => {
  const pages = new Map<string, RenderedPage>();
  let characters = 0;
  const drop = (key: string, { text }: RenderedPage) => {
    pages.delete(key);
    characters -= text.length;
  };
  return {
    get(key: string): RenderedPage | undefined {
      const found = pages.get(key);
      if (found === undefined) return undefined;
      // Used last, dropped last.
      pages.delete(key);
      pages.set(key, found);
      return found;
    },
    keep(key: string, page: RenderedPage): void {
      const before = pages.get(key);
      if (before !== undefined) drop(key, before);
      pages.set(key, page);
      characters += page.text.length;
      for (const [oldest, held] of pages) {
        if (characters <= mostCharacters || oldest === key) break;
        drop(oldest, held);
      }
    },
  };
};
