import fc from 'fast-check';
import type { Fault } from './world/faults';

/** What a schedule is drawn from: acts, and faults that strike meanwhile. */
export interface Theme<A> {
  acts: A[];
  faults: Fault[];
}

export const theme = <A>(acts: fc.Arbitrary<A[]>, faults: fc.Arbitrary<Fault[]>): fc.Arbitrary<Theme<A>> =>
  fc.record({ acts, faults });

/** As many as there may be: fast-check would draw few of them mostly. */
export const some = <T>(one: fc.Arbitrary<T>, minLength: number, maxLength: number): fc.Arbitrary<T[]> =>
  fc.array(one, { minLength, maxLength, size: 'max' });

/** Acts one after another, some of them several. */
export const sequenceOf = <A>(...parts: fc.Arbitrary<A | A[]>[]): fc.Arbitrary<A[]> =>
  fc.tuple(...parts).map((acts) => acts.flatMap((part) => (Array.isArray(part) ? part : [part])));

/** Schedules of these themes, each with a seed for what is left to chance. */
export const schedulesOf = <A>(
  ...themes: fc.WeightedArbitrary<Theme<A>>[]
): fc.Arbitrary<Theme<A> & { seed: number }> =>
  fc.tuple(fc.nat(), fc.oneof(...themes)).map(([seed, { acts, faults }]) => ({ seed, acts, faults }));
