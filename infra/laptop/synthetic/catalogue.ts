import { type Random, stream } from "../../../shared/learning/random.ts";
import { code, csvFile, csvRow, type GeneratedFile, money, quoted } from "./csv.ts";
import { listPriceCents } from "./geography.ts";
import { at, normal, pick, splitList } from "./samplers.ts";
import { type WeightedChoice, weightedChoice } from "./weighted-choice.ts";

export type Product = Readonly<ReturnType<typeof product>>;

export type Catalogue = Readonly<ReturnType<typeof catalogue>>;

const CATEGORIES: readonly (readonly [category: string, typicalCents: number, nouns: readonly string[]])[] = [
  ["Kitchen", 550, ["Mug", "Teapot", "Storage Jar", "Chopping Board", "Cake Tin"]],
  ["Garden", 900, ["Planter", "Watering Can", "Bird Feeder", "Trowel", "Lantern"]],
  ["Stationery", 240, ["Notebook", "Gift Wrap", "Greeting Card", "Pencil Case", "Paper Chain"]],
  ["Toys", 620, ["Puzzle", "Spinning Top", "Soft Bear", "Skipping Rope", "Building Blocks"]],
  ["Textiles", 1100, ["Cushion", "Tea Towel", "Apron", "Throw", "Shopping Bag"]],
  ["Lighting", 1500, ["Table Lamp", "Fairy Lights", "Candle Holder", "Night Light", "Wall Lamp"]],
  ["Decoration", 480, ["Picture Frame", "Heart Sign", "Bunting", "Vase", "Wall Clock"]],
  ["Gifts", 360, ["Keyring", "Money Box", "Trinket Box", "Soap Set", "Hot Water Bottle"]],
];
const COLOURS = splitList("Red, Blue, Ivory, Sage Green, Pink, Black, Oak, Copper, White, Mustard");
const STYLES = splitList("Retro, Polka Dot, Woodland, Vintage, Striped, Nordic, Floral, Plain");
const PACKS = ["", "", "", "", ", Set of 3", ", Pack of 12", ' 8" Tall', ", Large"];
const BRANDS = splitList("Alderbrook, Fennimore, Hartwell, Juniper & Co, Kestrel, Marlow, Penrose, Tansy");

export function catalogue(seed: number, size: number) {
  const products = Array.from({ length: size }, (_, index) => product(stream(seed, "product", index), index));
  const categories = new Set(products.map((each) => each.category));
  return {
    products,
    any: weightedChoice(products.map((each) => each.popularity)),
    withinCategory: new Map([...categories].map((category) => [category, choiceWithin(products, category)])),
  };
}

export function productsFile(products: readonly Product[]): GeneratedFile {
  const header =
    "stock_code,description,category,subcategory,brand,unit_price,unit_cost,currency,is_discountable";
  const rows = products.map((each) =>
    csvRow(
      each.code,
      each.description,
      each.category,
      each.subcategory,
      each.brand,
      money(each.priceCents),
      money(each.costCents),
      "GBP",
      each.isDiscountable ? 1 : 0,
    ),
  );
  return csvFile("products.csv", header, rows);
}

function product(random: Random, index: number) {
  const [category, typicalCents, nouns] = at(CATEGORIES, index % CATEGORIES.length);
  const noun = pick(random, nouns);
  const description = `${pick(random, STYLES)} ${noun} ${pick(random, COLOURS)}${pick(random, PACKS)}`;
  const priceCents = shelfPrice(typicalCents * Math.exp(0.7 * normal(random)));
  return {
    code: code("P", 4, index + 1),
    description,
    /** The description as a CSV cell. */
    quotedDescription: quoted(description),
    category,
    subcategory: noun,
    brand: pick(random, BRANDS),
    priceCents,
    costCents: Math.max(1, Math.round(priceCents * (0.35 + 0.35 * random.next()))),
    isDiscountable: random.chance(0.8),
    // A few bestsellers and a long tail, in no order of code.
    popularity: (0.02 + random.next()) ** -0.8,
    /** Unit price as text in each currency, computed once because every line needs it. */
    priceText: {
      GBP: money(listPriceCents(priceCents, "GBP")),
      EUR: money(listPriceCents(priceCents, "EUR")),
      USD: money(listPriceCents(priceCents, "USD")),
    },
  };
}

/** Retail prices end in 5 or 9. */
function shelfPrice(cents: number): number {
  const tens = Math.floor(Math.min(cents, 20_000) / 10) * 10;
  return Math.max(25, tens + (Math.round(cents) % 2 === 0 ? 5 : 9));
}

function choiceWithin(products: readonly Product[], category: string): WeightedChoice {
  const members = [...products.entries()].filter(([, each]) => each.category === category);
  const choice = weightedChoice(members.map(([, each]) => each.popularity));
  return (random) => at(members, choice(random))[0];
}
