import { english } from "./english.ts";
import { german } from "./german.ts";
import type { Language } from "./show.ts";
import type { Texts } from "./texts.ts";

const languages: Readonly<Record<Language, Texts>> = { en: english, de: german };

export const textsIn = (language: Language): Texts => languages[language];
