import { inLanguages } from "../language.ts";

export const frameWords = inLanguages({
  en: {
    skip: "Skip to the content",
    menu: "Menu",
    search: "Find a customer",
    searchHint: "Customer id",
    go: "Find",
    dataTo: (day: string) => `Data to ${day}`,
    noData: "No data yet",
    published: (when: string) => `published ${when}`,
    language: "Language",
    theme: "Appearance",
    themes: { auto: "As the system", light: "Light", dark: "Dark" },
    stale: (why: string) =>
      `An older snapshot is shown, because the newest one failed its test: ${why}. Publish again, or look at the log.`,
  },
  de: {
    skip: "Zum Inhalt springen",
    menu: "Menü",
    search: "Kunden finden",
    searchHint: "Kundennummer",
    go: "Finden",
    dataTo: (day: string) => `Daten bis ${day}`,
    noData: "Noch keine Daten",
    published: (when: string) => `veröffentlicht ${when}`,
    language: "Sprache",
    theme: "Darstellung",
    themes: { auto: "Wie das System", light: "Hell", dark: "Dunkel" },
    stale: (why: string) =>
      `Ein älterer Stand wird gezeigt, weil der neueste seine Prüfung nicht bestand: ${why}. Veröffentlichen Sie neu oder sehen Sie ins Protokoll.`,
  },
});
