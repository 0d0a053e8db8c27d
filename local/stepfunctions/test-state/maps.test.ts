import { describe, expect, test } from '@jest/globals';
import { distributed, failing, lambda, map, parallel, result, run } from '../testing/tested-states';

describe('a Map or a Parallel', () => {
  test('shows how its items become inputs, whose iterations do not run', async () => {
    const state = {
      ...distributed,
      ItemSelector: { 'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index' },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      MaxConcurrency: 5,
      ToleratedFailurePercentage: 50,
    };
    expect(await run(state, { all: [7, 8, 9] }, result(['done']))).toMatchObject({
      output: '["done"]',
      inspectionData: {
        afterItemsPath: '[7, 8, 9]',
        afterItemSelector: '[{"v":7,"i":0},{"v":8,"i":1},{"v":9,"i":2}]',
        afterItemBatcher: '[{"Items":[{"v":7,"i":0},{"v":8,"i":1}]},{"Items":[{"v":9,"i":2}]}]',
        maxConcurrency: 5,
        toleratedFailurePercentage: 50,
        afterResultPath: '["done"]',
      },
    });
  });

  test('fails when more iterations have failed than it tolerates', async () => {
    const state = {
      ...distributed,
      ToleratedFailureCount: 1,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Handle' }],
    };
    const failed = (mapIterationFailureCount: number) =>
      run(state, { all: [1, 2, 3] }, { ...result([1, 2, 3]), stateConfiguration: { mapIterationFailureCount } });
    expect((await failed(1)).status).toBe('SUCCEEDED');
    expect(await failed(2)).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
      nextState: 'Handle',
    });
    await expect(failed(4)).rejects.toThrow(
      'Map iteration failure count must be less than or equal to the number of Map iterations',
    );
  });

  test('takes the data of its ItemReader from the request', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      Parameters: { Bucket: 'b', Key: 'k' },
    };
    const { ItemsPath: _, ...rest } = distributed;
    const state = { ...rest, ItemReader, ItemSelector: { 'row.$': '$$.Map.Item.Value', 'of.$': '$$.Map.Item.Source' } };
    const stateConfiguration = { mapItemReaderData: 'id\n1\n2\n' };
    const { inspectionData } = await run(state, {}, { ...result([]), stateConfiguration });
    expect(inspectionData).toMatchObject({
      afterItemSelector: '[{"row":{"id":"1"},"of":"s3://b/k"},{"row":{"id":"2"},"of":"s3://b/k"}]',
    });
    await expect(run(state, {}, result([]))).rejects.toThrow('ItemReader data must be specified');
  });

  test('shows the items that its ItemsPointer points at, also when nothing can be made of them', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON', ItemsPointer: '/a/b' },
      Parameters: { Bucket: 'b', Key: 'k' },
    };
    const { ItemsPath: _, ...rest } = distributed;
    const stateConfiguration = { mapItemReaderData: '{"a":{"b":[1,{"c":2}]}}' };
    const inspect = async (state: object) =>
      (await run(state, {}, { ...result([]), stateConfiguration })).inspectionData;
    expect(await inspect({ ...rest, ItemReader })).toMatchObject({ afterItemsPointer: '[1,{"c":2}]' });
    const ItemSelector = { 'none.$': '$$.Map.Item.Value.none' };
    expect(await inspect({ ...rest, ItemReader, ItemSelector })).toMatchObject({ afterItemsPointer: '[1,{"c":2}]' });
    const whole = { ...ItemReader, ReaderConfig: { InputType: 'JSON' } };
    expect(
      (
        await run(
          { ...rest, ItemReader: whole },
          {},
          { ...result([]), stateConfiguration: { mapItemReaderData: '[1]' } },
        )
      ).inspectionData,
    ).not.toHaveProperty('afterItemsPointer');
  });

  test('does not run what is within an inline Map or a Parallel', async () => {
    const fails = { StartAt: 'Fails', States: { Fails: { Type: 'Fail' } } };
    const outcome = await run({ ...map, ItemProcessor: fails }, { all: [1, 2] }, result([3, 4]));
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: '[3,4]', inspectionData: { maxConcurrency: 0 } });
    expect(await run({ ...parallel, Branches: [fails] }, { a: 1 }, result([5]))).toEqual({
      status: 'SUCCEEDED',
      output: '[5]',
      inspectionData: { input: '{"a":1}', afterResultSelector: '[5]', afterResultPath: '[5]' },
    });
  });

  test('has its paths checked before its mock is used', async () => {
    const { status, cause } = await run(map, { all: 1 }, result([]));
    expect([status, cause]).toEqual(['FAILED', 'Reference path "$.all" must point to array.']);
  });

  test.each([
    [map, { a: 1 }, 'Mocked result must be an array.'],
    [parallel, { a: 1 }, 'Mocked result must be an array.'],
    [parallel, [1, 2], 'Mocked result must contain the same number of items as number of Parallel branches.'],
    [
      { ...distributed, ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'b' } } },
      [],
      'Mocked result must be a JSON object.',
    ],
  ])('%j cannot have the result %j', async (state, value, message) => {
    await expect(run(state, { all: [] }, result(value))).rejects.toThrow(message);
  });
});

describe('a state within a Distributed Map, when other items have failed', () => {
  const work = { StartAt: 'Work', States: { Work: lambda } };
  const within = (more: object, state: object = work) => ({
    StartAt: 'Around',
    States: {
      Around: {
        ...distributed,
        ItemProcessor: { ...distributed.ItemProcessor, ...state },
        End: undefined,
        Next: 'Handle',
        ...more,
      },
      Handle: { Type: 'Succeed' },
    },
  });
  const Catch = [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Handle' }];
  const others = (mapIterationFailureCount: number) => ({
    stateName: 'Work',
    ...failing('Bad'),
    stateConfiguration: { mapIterationFailureCount },
  });

  test('fails the Map with one more than it tolerates', async () => {
    const definition = within({ ToleratedFailureCount: 2, Catch });
    expect(await run(definition, {}, others(1))).toMatchObject({ status: 'FAILED', error: 'Bad' });
    expect(await run(definition, {}, others(2))).toMatchObject({
      status: 'CAUGHT_ERROR',
      error: 'States.ExceedToleratedFailureThreshold',
      nextState: 'Handle',
    });
    expect(await run(within({ ToleratedFailureCount: 2 }), {}, others(2))).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  test('fails it through a Parallel between them, unless that catches', async () => {
    const branching = (more: object) => ({
      StartAt: 'P',
      States: {
        P: { ...parallel, Branches: [work], End: undefined, Next: 'Here', ...more },
        Here: { Type: 'Succeed' },
      },
    });
    const caught = { Catch: [{ ErrorEquals: ['Bad'], Next: 'Here' }] };
    const nextOf = async (more: object, count: number) => {
      const definition = within({ ToleratedFailureCount: 0, Catch }, branching(more));
      return (await run(definition, {}, others(count))).nextState;
    };
    expect(await nextOf({}, 0)).toBe('Handle');
    expect(await nextOf(caught, 9)).toBe('Here');
  });

  test('fails alone where the Map does not say what it tolerates, or it succeeds', async () => {
    expect(await run(within({ Catch }), {}, others(5))).toMatchObject({ status: 'FAILED', error: 'Bad' });
    const succeeding = { ...others(5), ...result({ Payload: 1 }) };
    expect((await run(within({ ToleratedFailureCount: 1, Catch }), {}, succeeding)).status).toBe('SUCCEEDED');
  });

  test.each([
    [{ ToleratedFailurePercentage: 5 }, 'it has a ToleratedFailurePercentage'],
    [{ ToleratedFailureCountPath: '$.n' }, 'it has a ToleratedFailureCount that depends on its input'],
  ])('cannot be measured by %j', async (more, message) => {
    await expect(run(within(more), {}, others(1))).rejects.toThrow(message);
  });
});
