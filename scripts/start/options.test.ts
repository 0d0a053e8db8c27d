import { describe, expect, test } from '@jest/globals';
import { parseOptions } from './options';

describe('npm start options', () => {
  test('stays up on port 4566 unless told otherwise', () => {
    expect(parseOptions([])).toEqual({ once: false, port: 4566, help: false });
    expect(parseOptions(['--once', '--port', '4600'])).toEqual({ once: true, port: 4600, help: false });
  });

  test.each([['0'], ['65536'], ['4566.5'], ['http']])('refuses port %s and shows the usage', (port) => {
    expect(() => parseOptions([`--port=${port}`])).toThrow(
      new RegExp(`--port takes a whole number.*"${port}".*--once`, 's'),
    );
  });

  test('refuses an unknown option and shows the usage', () => {
    expect(() => parseOptions(['--onec'])).toThrow(/--onec[\s\S]*npm start -- \[--once\]/);
  });
});
