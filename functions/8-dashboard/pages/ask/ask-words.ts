import { inLanguages } from "../../language.ts";

export const askWords = inLanguages({
  en: {
    title: "Ask",
    lede: "One SELECT in GoogleSQL, by reading only. The question is in the address: share it, or keep it as a bookmark.",
    saved: "Saved questions",
    own: "Your question",
    ask: "Ask",
    answer: "Answer",
    rows: (rows: string) => `${rows} rows.`,
    truncated: (rows: string) => `The first ${rows} rows: add a limit or a condition.`,
    none: "The answer has no rows.",
    fault: "This question cannot be answered",
    csv: (most: string) => `Download as CSV (up to ${most} rows)`,
    statement: "The statement",
    drawn: "Drawn column",
    notDrawn: "There is nothing to draw: a chart needs two rows, and a figure after the first column.",
    firstRows: (rows: string) => `The first ${rows} rows.`,
    masked: "Personal data is shown as pseudonyms.",
    chart: (column: string, by: string) => `${column} by ${by}`,
    chartAbout: "As the table below says it.",
    tables:
      "Tables to ask: metrics.daily_sales, metrics.kpi_values, metrics.customers, clean.lines, clean.quarantine, insights.findings.",
    example:
      "select business_date, orders, net\nfrom metrics.daily_sales\nwhere dimension = 'company'\norder by business_date desc\nlimit 14",
  },
  de: {
    title: "Fragen",
    lede: "Ein SELECT in GoogleSQL, nur lesend. Die Frage steht in der Adresse: teilen Sie sie, oder behalten Sie sie als Lesezeichen.",
    saved: "Gespeicherte Fragen",
    own: "Ihre Frage",
    ask: "Fragen",
    answer: "Antwort",
    rows: (rows: string) => `${rows} Zeilen.`,
    truncated: (rows: string) => `Die ersten ${rows} Zeilen: setzen Sie ein Limit oder eine Bedingung.`,
    none: "Die Antwort hat keine Zeilen.",
    fault: "Diese Frage lässt sich nicht beantworten",
    csv: (most: string) => `Als CSV laden (bis zu ${most} Zeilen)`,
    statement: "Die Anweisung",
    drawn: "Gezeichnete Spalte",
    notDrawn:
      "Es gibt nichts zu zeichnen: ein Diagramm braucht zwei Zeilen und eine Zahl nach der ersten Spalte.",
    firstRows: (rows: string) => `Die ersten ${rows} Zeilen.`,
    masked: "Personenbezogene Daten erscheinen als Pseudonyme.",
    chart: (column: string, by: string) => `${column} nach ${by}`,
    chartAbout: "Wie die Tabelle darunter es sagt.",
    tables:
      "Tabellen zum Fragen: metrics.daily_sales, metrics.kpi_values, metrics.customers, clean.lines, clean.quarantine, insights.findings.",
    example:
      "select business_date, orders, net\nfrom metrics.daily_sales\nwhere dimension = 'company'\norder by business_date desc\nlimit 14",
  },
});
