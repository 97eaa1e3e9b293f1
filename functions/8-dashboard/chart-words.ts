import { inLanguages } from "./language.ts";

export const chartWords = inLanguages({
  en: {
    showNumbers: "Show the numbers",
    day: "Day",
    weekOf: (day: string) => `week of ${day}`,
    low: "low",
    high: "high",
    nothing: "There is nothing to draw yet.",
  },
  de: {
    showNumbers: "Zahlen zeigen",
    day: "Tag",
    weekOf: (day: string) => `Woche ab ${day}`,
    low: "unten",
    high: "oben",
    nothing: "Es gibt noch nichts zu zeichnen.",
  },
});
