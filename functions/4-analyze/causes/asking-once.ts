import type { Row, Warehouse } from "../../../shared/ports.ts";

/** Puts each question once and remembers the answer: for a stretch of work that reads alone, and not for longer. */
export const askingOnce = ({ query }: Pick<Warehouse, "query">): Pick<Warehouse, "query"> => {
  const answers = new Map<string, Promise<readonly Row[]>>();
  return {
    query(sql, params = {}) {
      const question = JSON.stringify([sql, params]);
      const known = answers.get(question);
      if (known) return known;
      const answer = query(sql, params);
      answers.set(question, answer);
      return answer;
    },
  };
};
