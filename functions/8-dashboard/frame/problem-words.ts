import { inLanguages } from "../language.ts";

export const problemWords = inLanguages({
  en: {
    titles: {
      "400": "The request is not what it should be",
      "403": "Not for you, or not from there",
      "404": "There is nothing here",
      "405": "Not in this way",
      "413": "That is too large",
      "422": "No answer for this",
      "503": "There is nothing to answer with yet",
    } as Record<string, string>,
    other: "Something went wrong here",
    advice: {
      "404": "The address may be mistyped, or what it named is gone. The menu leads to every page.",
      "500": "It has been logged. Load the page again; if it happens again, the log says why.",
    } as Record<string, string>,
    home: "Go to Today",
  },
  de: {
    titles: {
      "400": "Die Anfrage ist nicht, was sie sein sollte",
      "403": "Nicht für Sie, oder nicht von dort",
      "404": "Hier ist nichts",
      "405": "So nicht",
      "413": "Das ist zu groß",
      "422": "Darauf gibt es keine Antwort",
      "503": "Noch gibt es nichts, womit zu antworten wäre",
    } as Record<string, string>,
    other: "Hier ging etwas schief",
    advice: {
      "404":
        "Die Adresse ist vielleicht vertippt, oder was sie nannte, gibt es nicht mehr. Das Menü führt zu jeder Seite.",
      "500":
        "Es steht im Protokoll. Laden Sie die Seite neu; geschieht es wieder, sagt das Protokoll, warum.",
    } as Record<string, string>,
    home: "Zu Heute",
  },
});
