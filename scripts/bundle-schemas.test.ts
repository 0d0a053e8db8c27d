import { expect, test } from '@jest/globals';
import { inlineConstants } from './bundle-schemas';

test('constants are written out where they are used, and nothing else is touched', () => {
  const source = [
    'const _a = "Account";',
    'const _hH = "httpHeader";',
    'const other = _a;',
    'var Get$ = [3, _unknown, _a, { [_hH]: "_a", x: y._a }];',
  ].join('\n');
  expect(inlineConstants(source).trim()).toBe(
    ['const other = "Account";', 'var Get$ = [3, _unknown, "Account", { ["httpHeader"]: "_a", x: y._a }];'].join('\n'),
  );
});
