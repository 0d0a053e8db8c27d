/** The four words of an sfc32 generator: small, fast, plain data. */
export type RandomState = [number, number, number, number];

/** @param random a source of numbers, 0 ≤ n < 1, from which the seed is drawn. */
export function seedRandom(random: () => number): RandomState {
  const word = () => Math.floor(random() * 2 ** 32) | 0;
  return [word(), word(), word(), 1];
}

/** The next number, 0 ≤ n < 1, and the state after it. @see https://pracrand.sourceforge.net */
export function nextRandom([a, b, c, counter]: RandomState): [number: number, state: RandomState] {
  const sum = (((a + b) | 0) + counter) | 0;
  const state: RandomState = [
    b ^ (b >>> 9),
    (c + (c << 3)) | 0,
    (((c << 21) | (c >>> 11)) + sum) | 0,
    (counter + 1) | 0,
  ];
  return [(sum >>> 0) / 2 ** 32, state];
}
