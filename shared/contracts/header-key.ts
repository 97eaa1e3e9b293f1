/** The key by which headers are compared: `Unit Price`, `unit_price` and `UnitPrice` are equal. */
export const headerKey = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
