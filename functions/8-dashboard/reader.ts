import { type HttpRequest, headerOf } from "../../shared/http.ts";
import { isLanguage, type Language, preferredLanguage } from "./language.ts";

export const themes = ["auto", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Who reads a page, and how they like it. */
export interface Reader {
  readonly language: Language;
  readonly theme: Theme;
  readonly name: string;
  readonly role: Role;
}

export const roles = ["viewer", "analyst", "operator"] as const;
/** A viewer sees figures, an analyst people too, and an operator may act. */
export type Role = (typeof roles)[number];

export const may = ({ role }: Pick<Reader, "role">, least: Role): boolean =>
  roles.indexOf(role) >= roles.indexOf(least);

/** Who a request comes from. */
export type WhoAsks = (request: HttpRequest) => Pick<Reader, "name" | "role">;

/** The address goes before what an earlier address chose, and that before what the browser prefers. */
export const readerOf = (request: HttpRequest, who: WhoAsks): Reader => {
  const asked = new URLSearchParams(request.query ?? "");
  const cookies = cookiesOf(headerOf(request, "cookie"));
  const language = [asked.get("lang") ?? undefined, cookies.get("lang")].find(isLanguage);
  const theme = [asked.get("theme") ?? undefined, cookies.get("theme")].find(isTheme);
  return {
    language: language ?? preferredLanguage(headerOf(request, "accept-language")),
    theme: theme ?? "auto",
    ...who(request),
  };
};

const isTheme = (text: string | undefined): text is Theme => themes.some((theme) => theme === text);

const cookiesOf = (header = ""): ReadonlyMap<string, string> =>
  new Map(
    header
      .slice(0, 8000)
      .split(";")
      .map((pair) => pair.trim().split("=", 2) as [string, string]),
  );

/** What an address chose is kept, so that the next pages look the same. */
export const chosenCookies = ({ query = "" }: HttpRequest): Readonly<Record<string, string>> => {
  const asked = new URLSearchParams(query);
  const choices = [
    ["lang", asked.get("lang") ?? undefined, isLanguage],
    ["theme", asked.get("theme") ?? undefined, isTheme],
  ] as const;
  const [first] = choices.flatMap(([name, value, isOne]) =>
    value !== undefined && isOne(value)
      ? [`${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly`]
      : [],
  );
  return first === undefined ? {} : { "set-cookie": first };
};
