/** `npm run test:thorough` plays every crash point and all schedules, `npm test` some of them: each costs as much as a small company's day. */
const isThorough = process.env["DAYBOOK_TESTS"] === "thorough";

export const some = (usual: number, { thorough }: { readonly thorough: number }): number =>
  isThorough ? thorough : usual;
