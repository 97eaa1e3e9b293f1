/** Keeps what was rendered last, up to a size in characters. The key says everything that a page depends on. */
export const pageCache = (mostCharacters: number) => {
  const pages = new Map<string, string>();
  let characters = 0;
  const drop = (key: string, text: string) => {
    pages.delete(key);
    characters -= text.length;
  };
  return {
    get(key: string): string | undefined {
      const found = pages.get(key);
      if (found === undefined) return undefined;
      // Used last, dropped last.
      pages.delete(key);
      pages.set(key, found);
      return found;
    },
    keep(key: string, text: string): void {
      const before = pages.get(key);
      if (before !== undefined) drop(key, before);
      pages.set(key, text);
      characters += text.length;
      for (const [oldest, held] of pages) {
        if (characters <= mostCharacters || oldest === key) break;
        drop(oldest, held);
      }
    },
  };
};
