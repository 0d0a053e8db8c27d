import { describe, expect, test } from '@jest/globals';
import { ownSections, parseBenchOptions as parse } from './options';

const parseBenchOptions = (argv: readonly string[]) => parse(argv, ['cinema']);

describe('the command line of the bench', () => {
  test('asks for all sections when it names none', () => {
    expect(parseBenchOptions([])).toEqual({ sections: [...ownSections, 'cinema'], rows: undefined });
  });

  test('runs the named sections once, in their own order', () => {
    expect(parseBenchOptions(['start', 'synth', 'start'])?.sections).toEqual(['synth', 'start']);
  });

  test('may name a workflow that brings a section', () => {
    expect(parseBenchOptions(['cinema', 'synth'])?.sections).toEqual(['synth', 'cinema']);
  });

  test('is told which section does not exist, and which do', () => {
    expect(() => parseBenchOptions(['synth', 'opera'])).toThrow(
      /no section "opera"[\s\S]*sections: +synth bundles[^\n]* cinema/,
    );
    expect(() => parseBenchOptions(['--fast'])).toThrow('npm run bench -- [section');
  });

  test('says of which section the rows are', () => {
    expect(() => parseBenchOptions(['--rows', '5'])).toThrow(
      '--rows 5: say of which section, such as "map-run --rows 5".',
    );
    expect(parseBenchOptions(['map-run', '--rows', '5'])).toEqual({ sections: ['map-run'], rows: 5 });
    for (const rows of ['0', 'many', '1.5']) {
      expect(() => parseBenchOptions(['--rows', rows])).toThrow(
        `--rows takes a whole number from 1 to 10000000, not "${rows}"`,
      );
    }
  });

  test('may ask for help', () => {
    expect(parseBenchOptions(['-h'])).toBeUndefined();
  });
});
