import { describe, expect, test } from '@jest/globals';
import { dev } from './dev';
import { environment, environments, parseEnvironment, REDRIVE_WINDOW_SECONDS } from './index';
import type { EnvironmentInput } from './schema';

/** An environment as a person might have written it, outside the compiler's sight. */
const written = (changes: object): EnvironmentInput => ({ ...dev, ...changes });

describe('the environments', () => {
  test('are in order of promotion, from this machine to production', () => {
    expect(environments[0]?.name).toBe('local');
    expect(environments.at(-1)?.name).toBe('prod');
  });

  test('on AWS lie in accounts of AWS, and no two make the OIDC provider of one', () => {
    const [local, ...onAws] = environments;
    expect(onAws.map(({ account }) => account)).not.toContain(local?.account);
    const makers = onAws.filter(({ delivery }) => delivery?.oidcProvider).map(({ account }) => account);
    expect(makers).toEqual([...new Set(makers)]);
  });

  test('keep execution logs for as long as an execution may be redriven', () => {
    for (const { name, retention } of environments) {
      const isKept = retention.machineLogsDays * 86_400 >= REDRIVE_WINDOW_SECONDS;
      expect({ name, isKept }).toEqual({ name, isKept: true });
    }
  });

  test('wait for the redrive window unless they say otherwise', () => {
    expect(parseEnvironment('dev', written({ waitSeconds: undefined })).waitSeconds).toBe(REDRIVE_WINDOW_SECONDS);
  });

  test('import ten rows a batch unless they say otherwise', () => {
    const { rowsPerBatch: _, ...imports } = dev.concurrency.imports;
    const { concurrency } = parseEnvironment('dev', written({ concurrency: { ...dev.concurrency, imports } }));
    expect(concurrency.imports.rowsPerBatch).toBe(10);
  });

  test('production is protected, encrypted and watched, and logs no execution data', () => {
    expect(environment('prod')).toMatchObject({
      protection: { deletion: true, forceDestroy: false },
      kms: true,
      alarms: { enabled: true },
      executionDataInLogs: false,
      state: 's3',
    });
  });
});

describe('what delivers an environment', () => {
  test('is there where the state is in S3, and only there', () => {
    const { delivery: _, ...undelivered } = dev;
    expect(() => parseEnvironment('dev', undelivered)).toThrow('delivery: must be there where state is "s3"');
    expect(() => parseEnvironment('dev', written({ state: 'local' }))).toThrow('delivery: must be there where state');
  });

  test.each(['blueprint', 'acme/', 'acme/a/b', 'ac me/blueprint'])(
    'a repository is owner/name, not %s',
    (repository) => {
      const wrong = written({ delivery: { repository, oidcProvider: true } });
      expect(() => parseEnvironment('dev', wrong)).toThrow(
        'delivery.repository: must be a GitHub repository: owner/name',
      );
    },
  );
});

describe('a wrong environment', () => {
  test('an unknown name is told the known ones', () => {
    const known = environments.map(({ name }) => name).join(', ');
    expect(() => environment('nowhere')).toThrow(
      `There is no environment "nowhere". Known environments: ${known}. To add one, write env/nowhere.ts`,
    );
  });

  test('a name that every object has is unknown too', () => {
    expect(() => environment('constructor')).toThrow('There is no environment "constructor"');
  });

  test('a missing field is named', () => {
    const { account: _, ...incomplete } = dev;
    expect(() => parseEnvironment('dev', incomplete as EnvironmentInput)).toThrow(
      /Environment "dev" \(env\/dev\.ts\) has a wrong field:\n {2}account: /,
    );
  });

  test('a misspelt field is named', () => {
    expect(() => parseEnvironment('dev', written({ regoin: 'x' }))).toThrow(/\n {2}the environment: .*"regoin"/);
  });

  test.each([null, undefined, 'dev'])('a file that holds %j is told that it is no environment', (input) => {
    expect(() => parseEnvironment('dev', input as unknown as EnvironmentInput)).toThrow(
      /^Environment "dev" \(env\/dev\.ts\) has a wrong field:\n {2}the environment: Invalid input/,
    );
  });

  test('a queue gathers more than ten messages in a window only', () => {
    const gathering = (batchSize: number, windowSeconds: number) =>
      written({
        concurrency: { ...dev.concurrency, queue: { ...dev.concurrency.queue, batchSize, windowSeconds } },
      });
    expect(() => parseEnvironment('dev', gathering(10, 0))).not.toThrow();
    expect(() => parseEnvironment('dev', gathering(100, 1))).not.toThrow();
    expect(() => parseEnvironment('dev', gathering(11, 0))).toThrow(
      'concurrency.queue.windowSeconds: must be at least 1 where batchSize is more than 10',
    );
  });

  test('every wrong field is named at once, with its path', () => {
    const wrong = written({
      region: 'Tokyo',
      retention: { ...dev.retention, machineLogsDays: 183 },
      concurrency: { ...dev.concurrency, stream: { ...dev.concurrency.stream, parallelization: 11 } },
    });
    expect(() => parseEnvironment('dev', wrong)).toThrow(
      /has 3 wrong fields:\n {2}region: .*\n {2}retention\.machineLogsDays: .*180.*\n {2}concurrency\.stream\.parallelization: /,
    );
  });

  test.each(['1111', '1111111111111', 'abcdefghijkl'])('account %s is refused', (account) => {
    expect(() => parseEnvironment('dev', written({ account }))).toThrow(
      'account: must be an AWS account id: 12 digits',
    );
  });

  test('protected data cannot be destroyed by force', () => {
    const protection = { deletion: true, forceDestroy: true };
    expect(() => parseEnvironment('dev', written({ protection }))).toThrow('protection.forceDestroy: must be false');
  });

  test('a webhook goes over HTTPS, or to this machine', () => {
    const to = (url: string) => written({ notifications: { ...dev.notifications, webhooks: [url] } });
    for (const url of ['https://example.com/hook', 'http://127.0.0.1:4567/hook', 'http://127.0.0.1/hook']) {
      expect(() => parseEnvironment('dev', to(url))).not.toThrow();
    }
    const elsewhere = ['http://example.com/hook', 'http://127.0.0.1.example.com/', 'http://127.0.0.1:80@example.com/'];
    for (const url of [...elsewhere, 'ftp://example.com', 'example']) {
      expect(() => parseEnvironment('dev', to(url))).toThrow('notifications.webhooks.0: must be an https URL');
    }
  });

  test.each([
    ['approvers', ['a@example.com'], []],
    ['approvers', ['a@example.com'], ['a.example.com']],
    ['approvers', ['a@example.com', 'b@example.com'], ['a@example.com', 'A@example.com']],
    ['expirySeconds', 31_536_000, 31_536_001],
    ['expirySeconds', 14_400, 59],
    ['reminderSeconds', 86_400, 86_401],
    ['reminderSeconds', 60, 59],
    ['linkKeyParameter', '/dev/key', 'key'],
  ])('approvals.%s holds as %j and not as %j', (field, good, bad) => {
    const approvals = { ...dev.approvals, expirySeconds: 86_400, reminderSeconds: 14_400 };
    const as = (value: unknown) => written({ approvals: { ...approvals, [field]: value } });
    expect(() => parseEnvironment('dev', as(good))).not.toThrow();
    expect(() => parseEnvironment('dev', as(bad))).toThrow(`approvals.${field}`);
  });

  test('a file listed under another name is refused', () => {
    expect(() => parseEnvironment('stg', dev)).toThrow('name: is "dev", but the environment is listed as "stg"');
  });

  test.each([
    ['iteratorAgeMs', 1_000, 999],
    ['iteratorAgeMs', 86_400_000, 86_400_001],
    ['oldestOpenCommandSeconds', 60, 59],
    ['oldestOpenCommandSeconds', 1_209_600, 1_209_601],
    ['oldestMessageSeconds', 60, 59],
    ['oldestMessageSeconds', 1_209_600, 1_209_601],
  ])('an alarm at %s holds at %d and not at %d', (field, good, bad) => {
    const at = (value: number) =>
      written({ alarms: { ...dev.alarms, thresholds: { ...dev.alarms.thresholds, [field]: value } } });
    expect(() => parseEnvironment('dev', at(good))).not.toThrow();
    expect(() => parseEnvironment('dev', at(bad))).toThrow(
      new RegExp(`has a wrong field:\\n {2}alarms\\.thresholds\\.${field}: must be a whole number of `),
    );
  });

  test.each([
    ['waitSeconds', 60, 59],
    ['waitSeconds', 99_999_999, 100_000_000],
  ])('%s holds at %d and not at %d', (field, good, bad) => {
    expect(() => parseEnvironment('dev', written({ [field]: good }))).not.toThrow();
    expect(() => parseEnvironment('dev', written({ [field]: bad }))).toThrow(field);
  });
});
