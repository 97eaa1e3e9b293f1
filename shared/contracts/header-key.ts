/** How header cells are compared: `Unit Price`, `unit_price` and `UnitPrice` are one name. */
export const headerKey = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
