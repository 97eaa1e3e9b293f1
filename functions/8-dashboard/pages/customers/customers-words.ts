import { inLanguages } from "../../language.ts";

export const customersWords = inLanguages({
  en: {
    title: "Customers",
    lede: (count: string) =>
      `${count} customers have bought something. Search by id, or look at the first by what matters.`,
    find: "Customer id begins with",
    order: "Order",
    country: "Country",
    everywhere: "Everywhere",
    show: "Show",
    orders: { expected: "Expected next 30 days", net: "Net so far", orders: "Orders", last: "Bought last" },
    byId: "By id",
    id: "Customer",
    ordersHead: "Orders",
    net: "Net so far",
    last: "Last purchase",
    expected: "Next 30 days",
    first: "Customer since",
    ranks: (from: string, to: string, of: string) => `${from} to ${to} of ${of}`,
    limited: (most: string) => `The first ${most} by this order; every other customer is found by id.`,
    from: (id: string) => `From ${id} on`,
    next: "Next",
    previous: "Previous",
    none: "No customer fits",
    noneWhat: (query: string) =>
      `No id begins with “${query}”. Ids are compared letter by letter; try fewer of them.`,
    noneThere:
      "None of the first customers by this order bought there last. Choose another country, or search by id.",
    all: "All customers",
    emptyTitle: "There are no customers yet",
    emptyWhat:
      "Customers appear when a file of sales names them. Drop a day's file; the list fills with the next publication.",
    toFiles: "Go to Files",
    masked: "Ids are shortened: your role shows figures, not people.",
  },
  de: {
    title: "Kunden",
    lede: (count: string) =>
      `${count} Kunden haben etwas gekauft. Suchen Sie nach Nummer, oder sehen Sie die ersten nach dem, was zählt.`,
    find: "Kundennummer beginnt mit",
    order: "Reihenfolge",
    country: "Land",
    everywhere: "Überall",
    show: "Zeigen",
    orders: {
      expected: "Erwartet in 30 Tagen",
      net: "Netto bisher",
      orders: "Bestellungen",
      last: "Zuletzt gekauft",
    },
    byId: "Nach Nummer",
    id: "Kunde",
    ordersHead: "Bestellungen",
    net: "Netto bisher",
    last: "Letzter Kauf",
    expected: "Nächste 30 Tage",
    first: "Kunde seit",
    ranks: (from: string, to: string, of: string) => `${from} bis ${to} von ${of}`,
    limited: (most: string) =>
      `Die ersten ${most} in dieser Reihenfolge; jeder andere Kunde ist über die Nummer zu finden.`,
    from: (id: string) => `Ab ${id}`,
    next: "Weiter",
    previous: "Zurück",
    none: "Kein Kunde passt",
    noneWhat: (query: string) =>
      `Keine Nummer beginnt mit „${query}“. Nummern werden Zeichen für Zeichen verglichen; versuchen Sie weniger.`,
    noneThere:
      "Keiner der ersten Kunden in dieser Reihenfolge kaufte zuletzt dort. Wählen Sie ein anderes Land, oder suchen Sie nach Nummer.",
    all: "Alle Kunden",
    emptyTitle: "Es gibt noch keine Kunden",
    emptyWhat:
      "Kunden erscheinen, wenn eine Umsatzdatei sie nennt. Legen Sie die Datei eines Tages ab; die Liste füllt sich mit der nächsten Veröffentlichung.",
    toFiles: "Zu den Dateien",
    masked: "Nummern sind gekürzt: Ihre Rolle zeigt Zahlen, keine Personen.",
  },
});
