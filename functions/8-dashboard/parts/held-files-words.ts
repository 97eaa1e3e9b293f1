import { inLanguages } from "../language.ts";

export const heldFilesWords = inLanguages({
  en: {
    title: "Held back for a person",
    about:
      "None of their rows are in the tables. Release lets a file in as it is; refuse turns it away until a corrected one comes.",
    rows: (rows: string) => `(${rows} rows)`,
    decide: { released: "Release", refused: "Refuse" },
    notAllowed: "An operator can release or refuse them.",
  },
  de: {
    title: "Zurückgehalten für einen Menschen",
    about:
      "Keine ihrer Zeilen ist in den Tabellen. Einlassen nimmt eine Datei, wie sie ist; Abweisen weist sie zurück, bis eine berichtigte kommt.",
    rows: (rows: string) => `(${rows} Zeilen)`,
    decide: { released: "Einlassen", refused: "Abweisen" },
    notAllowed: "Ein Operator kann sie einlassen oder abweisen.",
  },
});
