import { contractText, contractYaml } from "../../../shared/contracts/contract-text.ts";
import { parseContract } from "../../../shared/contracts/load-feeds.ts";
import { routeOf } from "../../../shared/contracts/route.ts";
import type { Draft } from "./draft.ts";

/** Files of two feeds may be called alike: export-1.csv and export-2.csv. Then each feed takes the very names of its files. */
export const withOwnPaths = (drafts: readonly Draft[]): readonly Draft[] => {
  const feeds = drafts
    .map(({ feed, yaml }) => parseContract(yaml, `${feed}.yaml`))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const feedOf = (name: string) => routeOf(feeds, name).feed?.name;
  const taken = new Set(
    drafts.flatMap(({ feed, files }) =>
      files.map(feedOf).flatMap((found) => (found === undefined || found === feed ? [] : [found, feed])),
    ),
  );
  return drafts.map((draft) => (taken.has(draft.feed) ? withNames(draft) : draft));
};

const withNames = (draft: Draft): Draft => {
  const contract = contractText(draft.yaml);
  const paths = draft.files.map((name) => name.replace(/\.gz$/, "").replaceAll("{", "*"));
  const others = (contract.customProperties ?? []).filter(({ property }) => property !== "paths");
  contract.customProperties = [{ property: "paths", value: [...new Set(paths)] }, ...others];
  return {
    ...draft,
    yaml: contractYaml(contract),
    unsure: [
      ...draft.unsure,
      "files of another feed have names like these: only the names above are read, so give later files a path in the contract",
    ],
  };
};
