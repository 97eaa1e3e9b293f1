import { inLanguages } from "../../language.ts";

export const pastWords = inLanguages({
  en: {
    title: "Past forecasts against what came",
    about:
      "Each of the last days with what was said of it before it was known; of several forecasts, the last one. The band should hold 80 % of days.",
    actual: "Actual",
    foreseen: "Forecast",
    within80: "80 %",
    days: "Days compared",
    total: "They brought",
    totalForeseen: "Forecast for them",
    missed: "Off by, on a day",
    inBand: "Within the band",
    none: "Every publication keeps its forecast. Once the days that it spoke of are known, they are compared here.",
  },
  de: {
    title: "Frühere Prognosen und was kam",
    about:
      "Jeder der letzten Tage mit dem, was vorher von ihm gesagt wurde; von mehreren Prognosen die letzte. Das Band sollte 80 % der Tage umfassen.",
    actual: "Tatsächlich",
    foreseen: "Prognose",
    within80: "80 %",
    days: "Verglichene Tage",
    total: "Sie brachten",
    totalForeseen: "Vorhergesagt",
    missed: "Abweichung am Tag",
    inBand: "Im Band",
    none: "Jede Veröffentlichung behält ihre Prognose. Sind die Tage bekannt, von denen sie sprach, wird hier verglichen.",
  },
});
