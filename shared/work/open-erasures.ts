import type { ObjectInfo, ObjectStore } from "../ports.ts";

const folder = "erasures/v1";

/** Erasures that were asked for and have no certificate yet, by the hash that stands for the person. */
export const openErasures = async (
  state: ObjectStore,
): Promise<readonly { readonly subject: string; readonly since: string }[]> => {
  const requests = await state.list(`${folder}/requests/`);
  if (requests.length === 0) return [];
  const certified = new Set((await state.list(`${folder}/certificates/`)).map(baseName));
  return requests
    .filter((request) => !certified.has(baseName(request)))
    .map((request) => ({ subject: baseName(request), since: request.updated }));
};

const baseName = ({ name }: ObjectInfo): string =>
  name.slice(name.lastIndexOf("/") + 1).replace(/\.\w+$/, "");
