const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** The text of an XML fragment without markup. Only the five entities of XML itself exist: nothing can be expanded. */
export const xmlText = (fragment: string): string =>
  fragment.includes("&")
    ? fragment.replaceAll(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w+);/g, (whole, name: string) => {
        if (!name.startsWith("#")) return entities[name] ?? whole;
        const code = Number(name.startsWith("#x") ? `0x${name.slice(2)}` : name.slice(1));
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
    : fragment;

/** The value of an attribute in the text of a tag. */
export const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*"([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : xmlText(found);
};

/** The texts of all <t> in a rich string, without those that say how it is pronounced. */
export const richText = (fragment: string): string =>
  [...fragment.replaceAll(/<rPh\b[\s\S]*?<\/rPh>/g, "").matchAll(/<t\b[^>]*?(?:\/>|>([\s\S]*?)<\/t>)/g)]
    .map(([, text = ""]) => xmlText(text))
    .join("");
