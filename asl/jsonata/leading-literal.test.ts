import { expect, test } from '@jest/globals';
import { leadingLiteral } from './leading-literal';

test.each([
  ["{% 'etl-' & $states.context.Execution.Name %}", 'etl-'],
  ["{% 'a' & 'b' & $x & 'c' %}", 'ab'],
  ["{% 'whole' %}", 'whole'],
  ['{% $states.input.name %}', ''],
  ["{% $states.input.name & '-etl' %}", ''],
  ["{% $states.input.dry ? 'a' : 'b' %}", ''],
] as const)('%s begins with "%s"', (expression, literal) => {
  expect(leadingLiteral(expression)).toBe(literal);
});
