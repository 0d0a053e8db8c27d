import { describe, expect, test } from '@jest/globals';
import { parseOptions as parse } from './options';

const parseOptions = (argv: readonly string[]) => parse(argv, ['http://127.0.0.1:4567/webhooks']);

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

  test('refuses the port on which it receives webhooks, and says which of the two to change', () => {
    expect(() => parseOptions(['--port', '4567'])).toThrow(
      /^--port 4567 is where npm start itself receives webhooks \(notifications\.webhooks in env\/local\.ts\)\. Choose another --port\./,
    );
    expect(parseOptions(['--port', '4568']).port).toBe(4568);
  });

  test('refuses an unknown option and shows the usage', () => {
    expect(() => parseOptions(['--onec'])).toThrow(/--onec[\s\S]*npm start -- \[--once\]/);
  });
});
