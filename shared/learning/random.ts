/** A small fast generator (sfc32, from http://pracrand.sourceforge.net): 128 bits of state, 32 bits per draw. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(key: string) {
    this.#a = digest(key, 0x9e3779b1);
    this.#b = digest(key, 0x85ebca77);
    this.#c = digest(key, 0xc2b2ae3d);
    // Keys that differ in one letter give similar states: the first draws would be similar too.
    for (let round = 0; round < 12; round++) this.next();
  }

  /** Uniform over [0, 1). */
  next(): number {
    const drawn = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + drawn) | 0;
    return (drawn >>> 0) / 4294967296;
  }

  /** A whole number from 0 to limit − 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}

/**
 * An independent generator for each seed, purpose and key: the draws of one never shift those of another. So a longer run
 * begins with exactly the days of a shorter one.
 */
export function stream(seed: number, purpose: string, key: string | number = ""): Random {
  return new Random(`${seed}/${purpose}/${key}`);
}

function digest(key: string, salt: number): number {
  let hash = salt;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), salt | 1);
  return hash ^ (hash >>> 13);
}
