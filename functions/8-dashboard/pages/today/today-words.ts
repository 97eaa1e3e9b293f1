import { inLanguages } from "../../language.ts";

export const todayWords = inLanguages({
  en: {
    title: "Today",
    brief: (day: string, net: string, orders: string) =>
      `On ${day} the company sold ${net} net in ${orders} orders.`,
    better: (share: string, weekday: string) => `That is ${share} more than a usual ${weekday}.`,
    worse: (share: string, weekday: string) => `That is ${share} less than a usual ${weekday}.`,
    same: (weekday: string) => `That is what a usual ${weekday} brings.`,
    ahead: (total: string, low: string, high: string) =>
      `The next 30 days should bring ${total} (${low} to ${high}).`,
    figures: "Key figures",
    net: "Net sales",
    orders: "Orders",
    perOrder: "Sales per order",
    next30: "Next 30 days",
    usual: (value: string) => `usual for the weekday: ${value}`,
    between: (low: string, high: string) => `80 %: ${low} to ${high}`,
    owner: (name: string) => `Owner: ${name}`,
    findings: "Findings",
    noFindings: "Nothing unusual was found.",
    findingsComing: "Figures are watched for unusual movements once there are some weeks of data.",
    allFindings: "All findings",
    fresh: "Feeds",
    allFiles: "All files",
    todo: "What to do next",
    nothingTodo: "Nothing needs you now.",
    todoRejected: (count: string) => `Correct and drop again: ${count} rejected files.`,
    todoLate: (feed: string, when: string) => `Ask for the next ${feed} file: it was due by ${when}.`,
    todoShort: (feed: string, day: string) =>
      `Look at the ${feed} file of ${day}: it is much shorter than usual.`,
    todoQuarantine: (count: string) => `Look into ${count} rows in quarantine.`,
    todoDrift: (task: string) =>
      `${task}: customers differ from those it learned from. Tonight's training takes it up.`,
    todoTrain: "Train the first models: npm run daybook -- train",
    recent: "Net sales, the last 12 weeks",
    recentAbout: "Each day; the forecast's bands follow for the next two weeks.",
    customers: "Most expected of, next 30 days",
    allCustomers: "All customers",
    emptyTitle: "Welcome. There is no data yet",
    emptyWhat:
      "Drop a day's sales, such as transactions/2024-05-01.csv. Seconds later this page shows the day; after some weeks it forecasts, and tells what is unusual.",
    toFiles: "Drop a file",
    changeFrom: "against the usual weekday",
  },
  de: {
    title: "Heute",
    brief: (day: string, net: string, orders: string) =>
      `Am ${day} verkaufte das Unternehmen netto ${net} in ${orders} Bestellungen.`,
    better: (share: string, weekday: string) => `Das ist ${share} mehr als an einem üblichen ${weekday}.`,
    worse: (share: string, weekday: string) => `Das ist ${share} weniger als an einem üblichen ${weekday}.`,
    same: (weekday: string) => `Das bringt ein üblicher ${weekday}.`,
    ahead: (total: string, low: string, high: string) =>
      `Die nächsten 30 Tage sollten ${total} bringen (${low} bis ${high}).`,
    figures: "Kennzahlen",
    net: "Nettoumsatz",
    orders: "Bestellungen",
    perOrder: "Umsatz je Bestellung",
    next30: "Nächste 30 Tage",
    usual: (value: string) => `üblich am Wochentag: ${value}`,
    between: (low: string, high: string) => `80 %: ${low} bis ${high}`,
    owner: (name: string) => `Zuständig: ${name}`,
    findings: "Befunde",
    noFindings: "Nichts Ungewöhnliches wurde gefunden.",
    findingsComing:
      "Zahlen werden auf ungewöhnliche Bewegungen beobachtet, sobald es einige Wochen Daten gibt.",
    allFindings: "Alle Befunde",
    fresh: "Feeds",
    allFiles: "Alle Dateien",
    todo: "Was als Nächstes zu tun ist",
    nothingTodo: "Nichts braucht Sie gerade.",
    todoRejected: (count: string) => `Berichtigen und neu ablegen: ${count} abgelehnte Dateien.`,
    todoLate: (feed: string, when: string) =>
      `Nach der nächsten Datei von ${feed} fragen: sie war fällig bis ${when}.`,
    todoShort: (feed: string, day: string) =>
      `Die Datei von ${feed} vom ${day} ansehen: sie ist viel kürzer als üblich.`,
    todoQuarantine: (count: string) => `${count} Zeilen in Quarantäne ansehen.`,
    todoDrift: (task: string) =>
      `${task}: die Kunden unterscheiden sich von denen des Trainings. Das Training heute Nacht nimmt es auf.`,
    todoTrain: "Die ersten Modelle trainieren: npm run daybook -- train",
    recent: "Nettoumsatz der letzten 12 Wochen",
    recentAbout: "Jeder Tag; die Bänder der Prognose folgen für die nächsten zwei Wochen.",
    customers: "Am meisten zu erwarten in 30 Tagen",
    allCustomers: "Alle Kunden",
    emptyTitle: "Willkommen. Es gibt noch keine Daten",
    emptyWhat:
      "Legen Sie die Umsätze eines Tages ab, etwa transactions/2024-05-01.csv. Sekunden später zeigt diese Seite den Tag; nach einigen Wochen sagt sie voraus und meldet Ungewöhnliches.",
    toFiles: "Datei ablegen",
    changeFrom: "gegenüber dem üblichen Wochentag",
  },
});
