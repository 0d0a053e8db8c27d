import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../stepfunctions';
import { mergeSettings } from './settings';

const stream = (request: JsonObject) => mergeSettings('stream', undefined, { StartingPosition: 'LATEST', ...request });
const queue = (request: JsonObject) => mergeSettings('queue', undefined, request);

describe('mergeSettings', () => {
  test('defaults', () => {
    expect(stream({})).toMatchObject({ BatchSize: 100, MaximumRetryAttempts: -1, ParallelizationFactor: 1 });
    expect(queue({})).toEqual({ BatchSize: 10, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] });
  });

  test('an update changes what it names and leaves the rest', () => {
    const before = stream({ BatchSize: 5, MaximumRetryAttempts: 3 });
    expect(mergeSettings('stream', before, { BatchSize: 7, UUID: 'u' })).toEqual({ ...before, BatchSize: 7 });
  });

  test.each<[JsonObject]>([
    [{ BatchSize: 1 }],
    [{ BatchSize: 10_000 }],
    [{ MaximumBatchingWindowInSeconds: 300 }],
    [{ ParallelizationFactor: 10 }],
    [{ MaximumRetryAttempts: 10_000 }],
    [{ MaximumRecordAgeInSeconds: 60 }],
    [{ MaximumRecordAgeInSeconds: 604_800 }],
  ])('%j is within the bounds', (request) => {
    expect(stream(request)).toMatchObject(request);
  });

  test.each<[JsonObject, string]>([
    [{ BatchSize: 0 }, 'BatchSize must be a whole number from 1 to 10000, not 0.'],
    [{ BatchSize: 10_001 }, 'BatchSize must be'],
    [{ MaximumBatchingWindowInSeconds: 301 }, 'MaximumBatchingWindowInSeconds must be'],
    [{ ParallelizationFactor: 11 }, 'ParallelizationFactor must be'],
    [{ MaximumRetryAttempts: -2 }, 'MaximumRetryAttempts must be'],
    [{ MaximumRecordAgeInSeconds: 59 }, 'MaximumRecordAgeInSeconds must be -1 or at least 60.'],
    [{ ScalingConfig: { MaximumConcurrency: 2 } }, 'ScalingConfig is not a setting of a stream event source.'],
    [{ TumblingWindowInSeconds: 30 }, 'TumblingWindowInSeconds is not supported by the local AWS'],
    [
      { FilterCriteria: { Filters: [{ Pattern: '{"eventName":"INSERT"}' }] } },
      '"eventName" must be an object or a non-empty array',
    ],
    [{ FunctionResponseTypes: ['Everything'] }, 'FunctionResponseTypes has a value it cannot have'],
  ])('%j is refused', (request, message) => {
    expect(() => stream(request)).toThrow(message);
  });

  test('a stream needs a starting position, a long batch of a queue a window', () => {
    expect(() => mergeSettings('stream', undefined, {})).toThrow('StartingPosition is required');
    expect(() => queue({ BatchSize: 11 })).toThrow('Maximum batch window in seconds must be greater than 0');
    expect(queue({ BatchSize: 11, MaximumBatchingWindowInSeconds: 1 })).toMatchObject({ BatchSize: 11 });
  });

  test('concurrency of a queue', () => {
    expect(() => queue({ ScalingConfig: { MaximumConcurrency: 1 } })).toThrow('from 2 to 1000, not 1.');
    expect(queue({ ScalingConfig: { MaximumConcurrency: 2 } })).toMatchObject({
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});
