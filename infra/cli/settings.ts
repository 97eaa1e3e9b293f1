import { type Env, readEnv } from "../entry/environment.ts";

export interface Places {
  readonly home?: string | undefined;
  readonly contracts?: string | undefined;
  readonly verbose?: boolean | undefined;
}

/** The environment, with what the command line says instead. */
export const envWith = ({ home, contracts, verbose = false }: Places): Env => {
  const env = readEnv();
  return {
    ...env,
    ...(home === undefined ? {} : { DAYBOOK_HOME: home }),
    ...(contracts === undefined ? {} : { DAYBOOK_CONTRACTS: contracts }),
    ...(verbose ? { DAYBOOK_LOG: env.DAYBOOK_LOG ?? "info" } : {}),
  };
};
