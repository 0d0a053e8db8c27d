import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ROOT_CREDENTIALS } from './aws/credentials';
import { eventually } from './testing/eventually';
import type { Grant } from './testing/local-account';
import { RunningAws } from './testing/running-aws';

jest.setTimeout(60_000);

const BUCKET = 'rows-and-results';
const MACHINE = 'rows';

const pass = { StartAt: 'p', States: { p: { Type: 'Pass', End: true } } };

/** A machine of one Distributed Map that reads `key` of its input, a version of it, or lists what begins with it. */
function machine(more: object, config: object = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' }) {
  const Arguments = `{% $merge([{'Bucket': '${BUCKET}', 'Key': $states.input.key}, $states.input.more ? $states.input.more : {}]) %}`;
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'each',
    States: {
      each: {
        Type: 'Map',
        Label: 'each',
        ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: config, Arguments },
        ItemProcessor: { ...pass, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } },
        ...more,
        End: true,
      },
    },
  };
}

const results = (Transformation: string) => ({
  ResultWriter: {
    Resource: 'arn:aws:states:::s3:putObject',
    Arguments: { Bucket: BUCKET, Prefix: 'results' },
    WriterConfig: { Transformation, OutputType: 'JSONL' },
  },
});

const own: Grant = [['states:StartExecution'], [`arn:aws:states:*:*:stateMachine:${MACHINE}`]];

describe('a Distributed Map in the local AWS', () => {
  const running = new RunningAws();
  let roleArn: string;
  let runs = 0;

  beforeAll(async () => {
    roleArn = await running.account.role(MACHINE, 'states.amazonaws.com', own);
    const place = `<LocationConstraint>${running.aws.region}</LocationConstraint>`;
    await s3('PUT', '', `<CreateBucketConfiguration>${place}</CreateBucketConfiguration>`);
    await s3('PUT', '?versioning', '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>');
  });

  async function s3(method: string, path: string, body = '') {
    const [key = '', name] = path.split('?');
    const query = name === undefined ? {} : { query: { [name]: '' } };
    const request = { service: 's3', method, path: `/${BUCKET}${key && `/${key}`}`, ...query, body };
    return running.account.client.rest(request, ROOT_CREDENTIALS);
  }

  const reads = (action: string, key: string): Grant => [[action], [`arn:aws:s3:::${BUCKET}/${key}`]];
  const writes: Grant = [['s3:PutObject'], [`arn:aws:s3:::${BUCKET}/results/*`]];

  /** Runs a definition with a role that may do this only. */
  async function run(definition: object, input: object, ...grants: Grant[]) {
    await running.account.grant(MACHINE, ...grants);
    const text = JSON.stringify(definition);
    const created = running.account.states('CreateStateMachine', { name: MACHINE, roleArn, definition: text });
    const stateMachineArn = running.account.arn('states', `stateMachine:${MACHINE}`);
    await created.catch(() => running.account.states('UpdateStateMachine', { stateMachineArn, definition: text }));
    runs += 1;
    const request = { stateMachineArn, name: `run-${runs}`, input: JSON.stringify(input) };
    const { executionArn } = await running.account.states('StartExecution', request);
    return eventually('the end of the execution', async () => {
      const described = await running.account.states('DescribeExecution', { executionArn: executionArn ?? '' });
      return described.status === 'RUNNING' ? undefined : described;
    });
  }

  test('reads the version it is told, in ranges or whole, and writes results in parts', async () => {
    const rows = (mark: string) =>
      `id,text\n${Array.from({ length: 60_000 }, (_, id) => `${id},${mark.repeat(100)}`).join('\n')}`;
    const first = await s3('PUT', 'large.csv', rows('a'));
    await s3('PUT', 'large.csv', rows('b'));
    const VersionId = String(first.headers['x-amz-version-id']);
    const map = machine({ ItemBatcher: { MaxItemsPerBatch: 1000 }, ...results('COMPACT') });
    for (const [more, mark, action] of [
      [{ VersionId }, 'a', 's3:GetObjectVersion'],
      [{}, 'b', 's3:GetObject'],
    ] as const) {
      const end = await run(map, { key: 'large.csv', more }, own, reads(action, 'large.csv'), writes);
      expect(end).toMatchObject({ status: 'SUCCEEDED' });
      const { ResultWriterDetails } = JSON.parse(String(end.output)) as { ResultWriterDetails: { Key: string } };
      const folderOf = ResultWriterDetails.Key.replace('manifest.json', '');
      const lines = (await s3('GET', `${folderOf}SUCCEEDED_0.jsonl`)).body.toString().trimEnd().split('\n');
      const written = lines.flatMap((line) => (JSON.parse(line) as { Items: { id: string; text: string }[] }).Items);
      expect(written).toHaveLength(60_000);
      expect(new Set(written.map(({ id }) => id)).size).toBe(60_000);
      expect(written.every(({ text }) => text === mark.repeat(100))).toBe(true);
    }
  });

  test('lists objects whose keys are anything', async () => {
    const keys = ['list/a b+c.txt', 'list/ü&<x>.txt'];
    for (const key of keys) await s3('PUT', key.split('/').map(encodeURIComponent).join('/'), 'x');
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Arguments: { Bucket: BUCKET, Prefix: '{% $states.input.key %}' },
    };
    const grant: Grant = [['s3:ListBucket'], [`arn:aws:s3:::${BUCKET}`]];
    const end = await run(machine({ ItemReader }), { key: 'list/' }, own, grant);
    expect(JSON.parse(String(end.output))).toMatchObject(
      keys.map((Key) => ({ Key, Size: 1, StorageClass: 'STANDARD' })),
    );
  });

  test('reads nothing of an empty object', async () => {
    await s3('PUT', 'empty.csv', '');
    const end = await run(machine({}), { key: 'empty.csv' }, own, reads('s3:GetObject', '*'));
    expect(end).toMatchObject({ status: 'SUCCEEDED', output: '[]' });
  });

  test.each<[string, object, Grant[], string]>([
    ['read the object', {}, [own], 'States.ItemReaderFailed'],
    ['read its version', { more: { VersionId: 'x' } }, [own, reads('s3:GetObject', '*')], 'States.ItemReaderFailed'],
    ['write the results', {}, [own, reads('s3:GetObject', '*')], 'States.ResultWriterFailed'],
    ['start executions', {}, [reads('s3:GetObject', '*'), writes], 'States.Runtime'],
  ])('fails where the role may not %s', async (_, input, grants, error) => {
    await s3('PUT', 'small.csv', 'a\n1\n');
    const more = error === 'States.ItemReaderFailed' ? {} : results('NONE');
    const end = await run(machine(more), { key: 'small.csv', ...input }, ...grants);
    expect(end).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(/denied|not authorized/i) });
  });

  test('fails where the object does not exist', async () => {
    const end = await run(machine({}), { key: 'nowhere' }, own, reads('s3:GetObject', '*'), [
      ['s3:ListBucket'],
      [`arn:aws:s3:::${BUCKET}`],
    ]);
    expect(end).toMatchObject({ error: 'States.ItemReaderFailed', cause: 'The specified key does not exist.' });
  });
});
