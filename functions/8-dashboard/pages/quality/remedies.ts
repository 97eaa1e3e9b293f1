import { inLanguages } from "../../language.ts";

/** What to do about a rule, in words. A rule without its own words gets the general ones. */
export const remedies = inLanguages({
  en: {
    general:
      "Correct the row in the file and drop it again under the same name: its rows replace the old ones.",
    byRule: {
      fx_missing: "Drop fx_rates for that day or an earlier one; the rows come back by themselves.",
      price_unknown: "Send a price for this product on that day or before; the rows come back by themselves.",
      duplicate:
        "The same line stands in a file twice. If both are real, tell them apart by time or line number.",
      not_a_whole_number: "The cell must be a whole number, such as 12. Correct it, and drop the file again.",
      not_a_number: "The cell must be a number, such as 12.50. Correct it, and drop the file again.",
      not_a_time:
        "The cell must be a time that the contract's format describes. Correct it, or add the format to the contract.",
      not_a_date:
        "The cell must be a day, such as 2024-05-01. Correct it, or add the format to the contract.",
      field_count:
        "The row has more or fewer fields than the header: a comma inside a text needs quotes around it.",
      required: "The cell is empty and must not be. Fill it in.",
      validValues: "The value is none of the allowed ones. Correct it, or add it to the contract.",
      invalidValues: "The value is outside of what the contract allows. Correct it, or widen the check.",
    } as Record<string, string>,
  },
  de: {
    general:
      "Berichtigen Sie die Zeile in der Datei und legen Sie sie unter demselben Namen ab: ihre Zeilen ersetzen die alten.",
    byRule: {
      fx_missing:
        "Legen Sie fx_rates für diesen oder einen früheren Tag ab; die Zeilen kommen von selbst zurück.",
      price_unknown:
        "Senden Sie einen Preis dieses Artikels von diesem Tag oder davor; die Zeilen kommen von selbst zurück.",
      duplicate:
        "Dieselbe Zeile steht zweimal in einer Datei. Sind beide echt, unterscheiden Sie sie durch Zeit oder Zeilennummer.",
      not_a_whole_number:
        "Die Zelle muss eine ganze Zahl sein, etwa 12. Berichtigen Sie sie und legen Sie die Datei neu ab.",
      not_a_number:
        "Die Zelle muss eine Zahl sein, etwa 12.50. Berichtigen Sie sie und legen Sie die Datei neu ab.",
      not_a_time:
        "Die Zelle muss eine Zeit im Format des Vertrags sein. Berichtigen Sie sie oder ergänzen Sie das Format im Vertrag.",
      not_a_date:
        "Die Zelle muss ein Tag sein, etwa 2024-05-01. Berichtigen Sie sie oder ergänzen Sie das Format im Vertrag.",
      field_count:
        "Die Zeile hat mehr oder weniger Felder als der Kopf: ein Komma im Text braucht Anführungszeichen darum.",
      required: "Die Zelle ist leer und darf es nicht sein. Füllen Sie sie aus.",
      validValues: "Der Wert ist keiner der erlaubten. Berichtigen Sie ihn oder ergänzen Sie den Vertrag.",
      invalidValues:
        "Der Wert liegt außerhalb dessen, was der Vertrag erlaubt. Berichtigen Sie ihn oder erweitern Sie die Prüfung.",
    } as Record<string, string>,
  },
});
