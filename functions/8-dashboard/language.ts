export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

export const isLanguage = (text: string | undefined): text is Language =>
  languages.some((language) => language === text);

/** The same texts in every language: one that is missing, or differs in what it needs to be told, does not compile. */
export const inLanguages =
  <Texts>(all: Readonly<{ en: Texts }> & Readonly<Record<Exclude<Language, "en">, NoInfer<Texts>>>) =>
  (language: Language): Texts =>
    (all as Readonly<Record<Language, Texts>>)[language];

/** The first language of the browser's list that there are texts in. */
export const preferredLanguage = (acceptLanguage = ""): Language => {
  const wanted = acceptLanguage
    .slice(0, 1000)
    .split(",")
    .map((part) => {
      const [tag = "", quality] = part.trim().split(";q=");
      return { language: tag.slice(0, 2).toLowerCase(), quality: Number(quality ?? 1) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality);
  return wanted.map(({ language }) => language).find(isLanguage) ?? "en";
};
