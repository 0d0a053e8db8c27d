export { type SynthesisOptions, synthesize } from './app';
