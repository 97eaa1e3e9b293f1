import type { Platform } from "../../shared/platform.ts";
import type { Entries } from "../../shared/serving/section.ts";
import { company } from "../../shared/serving/sections/company.ts";
import { type CustomerHistory, customers } from "../../shared/serving/sections/customers.ts";
import { type NewSection, shardedSection, wholeSection } from "../../shared/serving/write-parts.ts";
import type { CompanyRead } from "./read-company.ts";

/** What a publication has to make sections from. */
export interface Publication {
  readonly platform: Platform;
  readonly company: CompanyRead;
  /** Can be read once. */
  readonly customers: Entries<CustomerHistory>;
}

type MakeSection = (publication: Publication) => NewSection | Promise<NewSection>;

/** Every section of a snapshot, in the order of writing. */
const sections: readonly MakeSection[] = [
  (publication) => wholeSection(company, publication.company.view),
  (publication) => shardedSection(customers, publication.customers),
];

export const makeSections = (publication: Publication): Promise<readonly NewSection[]> =>
  Promise.all(sections.map((make) => make(publication)));
