import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CsvItems } from './csv-items';
import { CsvParser } from './csv-parser';

/** The records of a text that comes in pieces of so many characters. */
function records(text: string, delimiter = ',', size = text.length || 1): string[][] {
  const parser = new CsvParser(delimiter);
  const found: string[][] = [];
  for (let at = 0; at < text.length; at += size) found.push(...parser.push(text.slice(at, at + size)));
  return [...found, ...parser.end()];
}

describe('CSV', () => {
  test.each<[string, string[][]]>([
    [
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a,b\r\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [',,\n', [['', '', '']]],
    ['   \n', [['   ']]],
    ['a\n\n\nb', [['a'], ['b']]],
    ['', []],
    ['"a,b","c\nd"', [['a,b', 'c\nd']]],
    ['"say ""hi""",x', [['say "hi"', 'x']]],
    ['"",""', [['', '']]],
    ['""""', [['"']]],
    ['{""k"":""v""},1', [['{"k":"v"}', '1']]],
    ['C:\\\\Program Files\\\\a.exe,1', [['C:\\Program Files\\a.exe', '1']]],
    ['a\\,b,c', [['a,b', 'c']]],
    ['a\\nb\\xc', [['anbxc']]],
    ['\\"a\\",b', [['"a"', 'b']]],
    ['end\\', [['end']]],
    ['a\rb', [['a\rb']]],
    // One escaped quote alone does not balance: the line break after it is taken into the field.
    ['\\"a\nb"\nc', [['"a\nb'], ['c']]],
  ])('%j is %j', (text, expected) => {
    expect(records(text)).toEqual(expected);
  });

  test('has the delimiter that is said, and escapes that one', () => {
    expect(records('a|b,c|d\\|e', '|')).toEqual([['a', 'b,c', 'd|e']]);
    expect(records('a\tb', '\t')).toEqual([['a', 'b']]);
    expect(records('a b', ' ')).toEqual([['a', 'b']]);
  });

  test('is the same in pieces of any size', () => {
    const text = fc
      .array(fc.constantFrom('a', ',', '"', '\\', '\n', '\r', '€'), { maxLength: 40 })
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (whole, size) => {
        expect(records(whole, ',', size)).toEqual(records(whole));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('items of a CSV file', () => {
  const items = (text: string, headers?: string[]) => {
    const found = new CsvItems(',', headers);
    return [...found.push(text), ...found.end()];
  };

  test('may have a field named __proto__', () => {
    expect(JSON.stringify(items('__proto__\n1\n'))).toBe('[{"__proto__":"1"}]');
  });

  test('have the fields of the header: more are dropped, missing ones are empty', () => {
    expect(items('a,b\n1,2,3\n4\n')).toEqual([
      { a: '1', b: '2' },
      { a: '4', b: '' },
    ]);
  });

  test('have the fields that are given, and then begin at the first line', () => {
    expect(items('1,2', ['x'])).toEqual([{ x: '1' }]);
  });

  test('may have a field without a name', () => {
    expect(items('a,\n1,2')).toEqual([{ a: '1', '': '2' }]);
  });

  test.each([
    ['a,a\n1,2', undefined],
    ['1,2', ['a', 'a']],
  ])('have no two fields of one name: %j', (text, headers) => {
    expect(() => items(text, headers)).toThrow('CSV headers cannot contain duplicates.');
  });

  test('of a header alone are none', () => {
    expect(items('a,b')).toEqual([]);
    expect(items('')).toEqual([]);
  });

  test('have a header of 10 KiB at most', () => {
    expect(() => items(`${'x'.repeat(10_241)}\n1`)).toThrow('CSV headers cannot exceed 10 KiB.');
  });
});
