import { describe, expect, test } from '@jest/globals';
import { parseOptions, usage } from './options';

describe('the options of npm run stepfunctions', () => {
  test('have defaults', () => {
    expect(parseOptions([])).toEqual({ help: false, port: 8083, region: 'ap-northeast-1', account: '000000000000' });
  });

  test('are read', () => {
    const argv = '--port 80 --data d --mock-config m.json --endpoint http://127.0.0.1:4566/ --region eu-west-1';
    expect(parseOptions([...argv.split(' '), '--account', '123456789012', '--inspect', 'arn'])).toEqual({
      help: false,
      port: 80,
      data: 'd',
      mockConfig: 'm.json',
      endpoint: 'http://127.0.0.1:4566',
      region: 'eu-west-1',
      account: '123456789012',
      inspect: 'arn',
    });
  });

  test.each([
    ['--port 65536', '--port takes a whole number from 0 to 65535, not "65536".'],
    ['--port x', 'not "x"'],
    ['--region Tokyo', '--region takes a region of AWS, not "Tokyo".'],
    ['--account 1', '--account takes 12 digits, not "1".'],
    ['--endpoint 127.0.0.1', '--endpoint takes the URL of an AWS'],
    ['--endpoint https://a.b', 'not "https://a.b"'],
    ['--data=', '--data is empty.'],
    ['--inspect arn', '--inspect needs --data'],
    ['--por 1', "Unknown option '--por'"],
    ['extra', "Unexpected argument 'extra'"],
  ])('%s is refused, and the usage shown', (argv, message) => {
    expect(() => parseOptions(argv.split(' '))).toThrow(message);
    expect(() => parseOptions(argv.split(' '))).toThrow(usage);
  });
});
