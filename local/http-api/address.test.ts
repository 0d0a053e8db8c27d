import { describe, expect, test } from '@jest/globals';
import { apiAddress, stageOf } from './address';

describe('apiAddress', () => {
  test('by path, or by host as on AWS', () => {
    expect(apiAddress('/_aws/execute-api/abc/v1/a%20b?c=d', '127.0.0.1:4600')).toEqual({
      apiId: 'abc',
      path: '/v1/a%20b',
    });
    expect(apiAddress('/_aws/execute-api/abc', undefined)).toEqual({ apiId: 'abc', path: '/' });
    expect(apiAddress('/a', 'abc.execute-api.localhost:4600')).toEqual({
      apiId: 'abc',
      path: '/a',
      domainName: 'abc.execute-api.localhost',
    });
  });

  test('none for the other services', () => {
    expect(apiAddress('/bucket/_aws/execute-api/abc', '127.0.0.1:4600')).toBeUndefined();
    expect(apiAddress('/', 'bucket.s3.localhost')).toBeUndefined();
  });
});

describe('stageOf', () => {
  const stages = [{ stageName: 'v1' }, { stageName: '$default' }];

  test('a stage by its name, else $default', () => {
    expect(stageOf({ stages }, '/v1/a')).toEqual({ stage: stages[0], path: '/a' });
    expect(stageOf({ stages }, '/v1')).toEqual({ stage: stages[0], path: '/' });
    expect(stageOf({ stages }, '/v10/a')).toEqual({ stage: stages[1], path: '/v10/a' });
  });

  test('none where there is no $default', () => {
    expect(stageOf({ stages: stages.slice(0, 1) }, '/a')).toBeUndefined();
  });
});
