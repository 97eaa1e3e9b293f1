import { type Env, readEnv } from "../entry/environment.ts";

export interface Places {
  readonly home?: string | undefined;
  readonly contracts?: string | undefined;
}

/** The environment, with what the command line says instead. */
export const envWith = ({ home, contracts }: Places): Env => {
  const env = readEnv();
  return {
    ...env,
    ...(home === undefined ? {} : { DAYBOOK_HOME: home }),
    ...(contracts === undefined ? {} : { DAYBOOK_CONTRACTS: contracts }),
  };
};
