import { inLanguages } from "../language.ts";

export const feedTableWords = inLanguages({
  en: {
    title: "Feeds",
    feed: "Feed",
    newest: "Newest day",
    next: "Next file",
    files: "Files",
    rejected: "Rejected",
    rows: "Rows",
    quarantined: "Quarantined",
    dueBy: (when: string) => `due by ${when}`,
    late: (when: string) => `late since ${when}`,
    short: (day: string, rows: string, usual: string) => `${day} has ${rows} rows, usual are ${usual}`,
  },
  de: {
    title: "Feeds",
    feed: "Feed",
    newest: "Neuester Tag",
    next: "Nächste Datei",
    files: "Dateien",
    rejected: "Abgelehnt",
    rows: "Zeilen",
    quarantined: "Quarantäne",
    dueBy: (when: string) => `fällig bis ${when}`,
    late: (when: string) => `verspätet seit ${when}`,
    short: (day: string, rows: string, usual: string) => `${day} hat ${rows} Zeilen, üblich sind ${usual}`,
  },
});
