/** Months and weekdays as German, French, Spanish, Italian, Dutch and Portuguese exports write them; no two of them look alike. */
const months: readonly (readonly [english: string, words: string])[] = [
  ["Jan", "januari|januar|jänner|janvier|janv|janeiro|jan|enero|ene|gennaio|genn|gen"],
  ["Feb", "februari|februar|feber|février|fevrier|févr|fevr|fév|febrero|febbraio|febbr|fevereiro|fev|feb"],
  ["Mar", "märz|maerz|mrz|mär|mars|marzo|maart|mrt|março|marco|mar"],
  ["Apr", "april|avril|avr|abril|abr|aprile|apr"],
  ["May", "mayo|mai|maggio|magg|mag|mei|maio"],
  ["Jun", "juni|juin|junio|giugno|giu|junho|jun"],
  ["Jul", "juli|juillet|juil|julio|luglio|lug|julho|jul"],
  ["Aug", "august|août|aout|agosto|ago|augustus|aug"],
  ["Sep", "september|septembre|septiembre|setiembre|settembre|setembro|sept|sett|sep|set"],
  ["Oct", "oktober|octobre|octubre|ottobre|outubro|okt|oct|ott|out"],
  ["Nov", "november|novembre|noviembre|novembro|nov"],
  ["Dec", "dezember|décembre|decembre|diciembre|dicembre|december|dezembro|déc|dez|dic|dec"],
  // Weekdays in full: short ones look like months.
  ["Mon", "montag|lundi|lunes|maandag|monday|måndag|mandag"],
  ["Tue", "dienstag|mardi|martes|dinsdag|tuesday|tisdag|tirsdag"],
  ["Wed", "mittwoch|mercredi|miércoles|miercoles|woensdag|wednesday|onsdag"],
  ["Thu", "donnerstag|jeudi|jueves|donderdag|thursday|torsdag"],
  ["Fri", "freitag|vendredi|viernes|vrijdag|friday|fredag"],
  ["Sat", "samstag|sonnabend|samedi|sábado|sabado|zaterdag|saturday|lördag|lørdag"],
  ["Sun", "sonntag|dimanche|domingo|zondag|sunday|söndag|søndag"],
  // Spanish halves of the day, which Excel writes with a space that does not break.
  ["AM", "a[.]?[ \u00a0\u202f]?m"],
  ["PM", "p[.]?[ \u00a0\u202f]?m"],
];

/** For each month, a pattern of all its words in any case, which JavaScript and RE2 read alike, and `%b`'s word for it. */
export const monthWords: readonly (readonly [pattern: string, english: string])[] = months.map(
  ([english, words]) => [`\\b(${words})\\b[.]?`, english],
);

const patterns = monthWords.map(([pattern, english]) => [new RegExp(pattern, "gi"), english] as const);

/** A date with its month in English. */
export const withEnglishMonth = (text: string): string =>
  patterns.reduce((date, [pattern, english]) => date.replace(pattern, english), text);
