import { describe, expect, test } from '@jest/globals';
import { parseSections, sectionNames } from './options';

describe('the command line of the bench', () => {
  test('asks for all sections when it names none', () => {
    expect(parseSections([])).toEqual(sectionNames);
  });

  test('runs the named sections once, in their own order', () => {
    expect(parseSections(['start', 'synth', 'start'])).toEqual(['synth', 'start']);
  });

  test('is told which section does not exist, and which do', () => {
    expect(() => parseSections(['synth', 'cinema'])).toThrow(/no section "cinema"[\s\S]*sections: synth bundles/);
    expect(() => parseSections(['--fast'])).toThrow('npm run bench -- [section');
  });

  test('may ask for help', () => {
    expect(parseSections(['-h'])).toBeUndefined();
  });
});
