import { expect, test } from '@jest/globals';
import { askAccounts, parseAccounts } from './accounts';

const ENVIRONMENTS = ['dev', 'prod'];
const parse = (text: string) => parseAccounts(text, ENVIRONMENTS);

test('each environment has an account, in any order', () => {
  expect(parse('prod=123456789012, dev=210987654321')).toEqual({ dev: '210987654321', prod: '123456789012' });
});

test.each([
  ['dev=123456789012', '--accounts lacks prod.'],
  ['dev=1234,prod=123456789012', '--accounts: dev: "1234" must be an AWS account id: 12 digits'],
  ['dev=123456789012,prod=123456789012', 'prod: 123456789012 is the account of dev already'],
  ['dev=000000000000,prod=123456789012', '000000000000 is the account of the local environment'],
  ['dev=123456789012,dev=123456789013', '--accounts names dev twice.'],
  ['qa=123456789012', '"qa=123456789012" is not <environment>=<account id> of dev, prod.'],
  ['', '"" is not <environment>=<account id>'],
])('"%s" is refused', (text, problem) => {
  expect(() => parse(text)).toThrow(problem);
});

test('a person is asked again where the answer is no account', async () => {
  const answers = ['12', '123456789012 ', '123456789012', '123456789013'];
  const told: string[] = [];
  const accounts = await askAccounts(
    ENVIRONMENTS,
    async () => answers.shift() ?? '',
    (problem) => told.push(problem),
  );
  expect(accounts).toEqual({ dev: '123456789012', prod: '123456789013' });
  expect(told).toEqual([
    expect.stringContaining('"12" must be an AWS account id'),
    expect.stringContaining('123456789012 is the account of dev already'),
  ]);
});
