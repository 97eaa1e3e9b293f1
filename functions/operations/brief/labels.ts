import type { Language } from "../../4-analyze/words/show.ts";

/** What stands around the stories. A language has all of it or does not compile. */
export interface BriefLabels {
  readonly title: string;
  readonly states: Readonly<Record<"unfinished" | "closed" | "gap", string>>;
  readonly moved: string;
  readonly nothingFound: string;
  readonly kpis: string;
  readonly columns: Readonly<Record<"kpi" | "actual" | "usual" | "change", string>>;
  readonly unusual: string;
  readonly noValue: string;
  readonly data: string;
  readonly dataIsFine: string;
  readonly overdue: (feed: string, newest: string) => string;
  readonly comparedWith: string;
  readonly nextSteps: string;
  readonly parts: Readonly<Record<"part" | "contribution" | "market" | "rest" | "change", string>>;
}

export const briefLabels: Readonly<Record<Language, BriefLabels>> = {
  en: {
    title: "Daily brief",
    states: {
      unfinished: "The day is not over yet.",
      closed: "The company does not trade on this weekday.",
      gap: "There are no lines of this day.",
    },
    moved: "What moved",
    nothingFound: "Nothing unusual was found.",
    kpis: "All figures of the day",
    columns: { kpi: "Figure", actual: "Actual", usual: "Usual", change: "Change" },
    unusual: "unusual",
    noValue: "no value",
    data: "State of the data",
    dataIsFine: "The files of the day are complete, as far as they can be checked.",
    overdue: (feed, newest) => `The next file of ${feed} is overdue; the newest is of ${newest}.`,
    comparedWith: "Usual is the median of the same weekday on",
    nextSteps: "What to do next",
    parts: {
      part: "Part",
      contribution: "Contribution",
      market: "common to all parts",
      rest: "rest",
      change: "change in all",
    },
  },
  de: {
    title: "Tagesbericht",
    states: {
      unfinished: "Der Tag ist noch nicht zu Ende.",
      closed: "An diesem Wochentag wird nicht gehandelt.",
      gap: "Von diesem Tag gibt es keine Zeilen.",
    },
    moved: "Was sich bewegt hat",
    nothingFound: "Es wurde nichts Ungewöhnliches gefunden.",
    kpis: "Alle Zahlen des Tages",
    columns: { kpi: "Zahl", actual: "Ist", usual: "Üblich", change: "Änderung" },
    unusual: "ungewöhnlich",
    noValue: "kein Wert",
    data: "Zustand der Daten",
    dataIsFine: "Die Dateien des Tages sind vollständig, soweit sich das prüfen lässt.",
    overdue: (feed, newest) => `Die nächste Datei von ${feed} ist überfällig; die neueste ist vom ${newest}.`,
    comparedWith: "Üblich ist der Median desselben Wochentags am",
    nextSteps: "Was zu tun ist",
    parts: {
      part: "Teil",
      contribution: "Beitrag",
      market: "allen Teilen gemeinsam",
      rest: "Rest",
      change: "Änderung insgesamt",
    },
  },
};
