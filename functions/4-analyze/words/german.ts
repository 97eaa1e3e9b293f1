import { type Bound, say, type Text } from "./say.ts";
import type { Change, DriverWords, Texts, Way } from "./texts.ts";

const noun: Readonly<Record<Way, string>> = {
  up: "des Anstiegs",
  down: "des Rückgangs",
  level: "der Änderung",
};
const side: Readonly<Record<Way, string>> = { up: "über", down: "unter", level: "bei" };

const others = "others";
const unknown = "UNKNOWN";

const dimensions: Readonly<Record<string, string>> = {
  country: "Land",
  store_id: "Filiale",
  category: "Kategorie",
  customer_group: "Kundengruppe",
  price_band: "Preislage",
  product_family: "Produktfamilie",
};

const groups: Readonly<Record<string, string>> = {
  guest: "Gäste",
  new: "neue Kunden",
  returning: "wiederkehrende Kunden",
};

const member = (dimension: string, value: Bound): Text => {
  const name = dimensions[dimension] ?? dimension.replaceAll("_", " ");
  const group = groups[value.shown];
  if (dimension === "customer_group" && group !== undefined) return say`${group}`;
  if (value.shown === others) return say`der kleinere Rest (${name})`;
  if (value.shown === unknown) return say`Zeilen ohne ${name}`;
  return dimension === "country" ? say`${value}` : say`${name} ${value}`;
};

const distance = ({ percent, way, expected }: Change): Text => {
  if (way === "level") return say`wie erwartet`;
  return percent
    ? say`${percent} ${side[way]} den erwarteten ${expected}`
    : say`${side[way]} den erwarteten ${expected}`;
};

const short = ({ percent, way }: Change): Text =>
  percent ? say`${percent} ${side[way]} der Erwartung` : say`${side[way]} der Erwartung`;

const of = (name: Text | undefined): Text => (name ? say`${name}` : say`ein Teil des Geschäfts`);

const part = ({ contribution, change, way, exceeds }: DriverWords): Text =>
  exceeds
    ? say`${contribution}, mehr als den ganzen Betrag ${noun[way]} von ${change}`
    : say`${contribution} ${noun[way]} von ${change}`;

const compared = (actual: Bound | undefined, expected: Bound | undefined): Text =>
  actual && expected ? say`: ${actual} statt der erwarteten ${expected}` : say`: bewegt`;

const values = (actual: Bound | undefined, expected: Bound | undefined): Text =>
  actual && expected ? say` (${actual}, erwartet ${expected})` : say``;

export const german: Texts = {
  period: {
    daily: (first) => say`am ${first}`,
    weekly: (first) => say`in der Woche ab ${first}`,
    monthly: (first) => say`im ${first}`,
  },
  headline: {
    moved: (change) => say`${change.kpi} ${short(change)} ${change.period}`,
    asExpected: ({ kpi, period, actual }) => say`${kpi} wie erwartet ${period}: ${actual}`,
    withoutValue: (kpi, period) => say`${kpi}: kein Wert ${period}`,
    withoutExpectation: (kpi, period, actual) => say`${kpi} ${period}: ${actual}`,
    closed: (kpi, period) => say`${kpi}: geschlossen ${period}`,
    cause: {
      single: (name) => say`: ${of(name)} erklärt das allein`,
      mostly: (name) => say`: vor allem ${of(name)}`,
      partly: (name) => say`: zum Teil ${of(name)}`,
      standsOut: (name) => say`: auffällig ist ${of(name)}`,
      spread: () => say`, über das ganze Geschäft verteilt`,
      not_in_data: () => say`; die Ursache steht nicht in den Daten`,
      not_divisible: () => say``,
      data_fault: () => say`, aber die Daten sind nicht vollständig`,
    },
  },
  movement: (change) => say`${change.kpi} ${change.period}: ${change.actual}, ${distance(change)}.`,
  range: (low, high, confidence) =>
    say`Üblich sind ${low} bis ${high}; dass dies ungewöhnlich ist, gilt mit einer Sicherheit von ${confidence} von hundert.`,
  lasting: {
    shift: (since, confidence) =>
      say`Seit ${since} gilt ein anderes Niveau; dass dies kein Zufall ist, gilt mit einer Sicherheit von ${confidence} von hundert. Verglichen wird mit dem Niveau davor.`,
    trend: (since, confidence) =>
      say`Seit ${since} bewegt es sich langsam in diese Richtung; dass dies kein Zufall ist, gilt mit einer Sicherheit von ${confidence} von hundert. Verglichen wird mit dem Niveau davor.`,
  },
  noHistory: () => say`Zum Vergleich sind zu wenige frühere Zeiträume bekannt.`,
  closed: () => say`Das Unternehmen handelt dann nicht: Es wird keine Zeile erwartet, und es fehlt keine.`,
  unfinished: () => say`Der Zeitraum ist noch nicht zu Ende; die Zahl ist vorläufig.`,
  single: (driver) => say`${driver.name} erklärt allein ${part(driver)}.`,
  segment: (driver) =>
    say`${driver.name}${compared(driver.actual, driver.expected)}; das erklärt ${part(driver)}.`,
  alsoSegment: ({ name, contribution, actual, expected }) =>
    say`Vom Rest: ${name}${compared(actual, expected)}; das erklärt ${contribution}.`,
  countedSegment: (name, actual, expected) =>
    say`${name}: ${actual}, üblich wäre ein Anteil von ${expected}.`,
  doNotAddUp: () => say`Die Teile dieser Zahl überschneiden sich und werden nicht addiert.`,
  market: (contribution, change) =>
    say`${contribution} von ${change} sind allen Teilen des Geschäfts gemeinsam.`,
  spreadMarket: (contribution, change) =>
    say`Die Änderung verteilt sich über das ganze Geschäft: ${contribution} von ${change} sind allen Teilen gemeinsam.`,
  againstMarket: (contribution) =>
    say`Das Geschäft als Ganzes bewegte sich um ${contribution} in die andere Richtung.`,
  mix: (driver) =>
    say`Das Gewicht von ${driver.name} im Ganzen hat sich geändert; das erklärt ${part(driver)}.`,
  rate: (driver) =>
    say`Innerhalb von ${driver.name} hat sich die Zahl selbst bewegt${values(driver.actual, driver.expected)}; das erklärt ${part(driver)}.`,
  factor: (name, { contribution, actual, expected }) =>
    say`Nach Faktoren ist der größte Teil ${name}${values(actual, expected)}: ${contribution}.`,
  rest: (contribution) => say`${contribution} bleiben ohne Erklärung.`,
  notInData: () =>
    say`Keine Bestellung, kein Kunde, kein Produkt und kein Teil des Geschäfts fällt auf: Die Ursache steht nicht in diesen Daten.`,
  spread: () => say`Die Änderung verteilt sich über das ganze Geschäft; kein einzelner Teil fällt auf.`,
  notDivisible: () => say`Diese Zahl lässt sich nicht in vergleichbare Teile zerlegen.`,
  ruledOut: () =>
    say`Keine einzelne Bestellung, kein Kunde und kein Produkt erklärt es allein, und die Dateien sind vollständig.`,
  faults: {
    missing_file: (_, usual, about) => say`Von ${about} gibt es keine Zeilen; üblich sind ${usual}.`,
    late_file: (actual, usual, about) =>
      say`Von den ${usual} Dateien, die ${about} sonst hat, sind ${actual} da.`,
    short_file: (actual, usual, about) =>
      say`Die Zeilen von ${about} enden um ${actual}, üblich ist ${usual}: Die Datei scheint abgeschnitten.`,
    doubled_file: (actual, usual, about) =>
      say`Am ${about} stehen ${actual} Zeilen in zwei Dateien; üblich sind ${usual}.`,
    fx_gap: (actual, usual, about) =>
      say`Für ${actual} Zeilen in ${about} gab es keinen neuen Wechselkurs; üblich sind ${usual}.`,
    quarantine_spike: (actual, usual, about) =>
      say`Die Regel ${about} hält ${actual} Zeilen in Quarantäne; üblich sind ${usual}.`,
  },
  blocked: () =>
    say`Solange die Daten nicht vollständig sind, gilt dies als Datenfehler und nicht als Nachricht über das Geschäft.`,
  offset: ({ order, cancellation, customer, product, quantity, amount }) =>
    say`Die Bestellung ${order}${customer ? say` von Kunde ${customer}` : ""} über ${quantity} Stück des Produkts ${product} (${amount}) wurde im selben Zeitraum mit ${cancellation} storniert.`,
  nextStep: {
    single: (name) => say`Prüfen: ${of(name)}. Ist das echt, und kommt es wieder?`,
    segments: (name) => say`Bei den Verantwortlichen für ${of(name)} nachfragen, was anders war.`,
    spread: () => say`Mit dem vergleichen, was alle betrifft: Preise, Öffnungszeiten, Website, Saison.`,
    not_in_data: () =>
      say`Nach dem fragen, was diese Daten nicht enthalten: Aktionen, Bestand, Lieferungen, Wettbewerb.`,
    data_fault: () =>
      say`Eine vollständige Datei besorgen und erneut ablegen; der Befund wird dann neu bewertet.`,
    not_divisible: () => say`Die Zahlen ansehen, aus denen sie berechnet ist.`,
    no_history: () => say`Auf mehr Verlauf warten oder ältere Dateien laden.`,
    closed: () => say`Nichts zu tun.`,
    none: () => say`Nichts zu tun.`,
  },
  member,
  singleName: ({ order, customer, product }) => {
    if (order)
      return say`Bestellung ${order}${customer ? say` von Kunde ${customer}` : ""}${product ? say` über Produkt ${product}` : ""}`;
    return customer
      ? say`Kunde ${customer}${product ? say` mit Produkt ${product}` : ""}`
      : say`${product ? say`Produkt ${product}` : "ein Produkt"}`;
  },
  effects: { mix: "Gewicht", rate: "eigener Wert" },
  factors: {
    customers: "die Zahl der Kunden",
    orders_per_customer: "Bestellungen je Kunde",
    items_per_order: "Artikel je Bestellung",
    price_per_item: "der Preis je Artikel",
    guests: "Verkäufe an Gäste",
    returns: "Retouren",
  },
};
