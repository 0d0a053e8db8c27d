import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rootCaller } from '../identity/caller';
import { SystemClock } from '../stepfunctions';
import type { DeployedFunction } from './deployed-function';
import { LambdaHost } from './host';

/** One bundle that does what its event says. */
const BUNDLE = `
let runs = 0;
exports.handler = async (event, context) => {
  runs++;
  switch (event.do) {
    case 'fail': throw Object.assign(new Error('no such row'), { name: 'VersionConflict' });
    case 'exit': return process.exit(3);
    case 'loop': for (;;);
    case 'eat': for (const all = []; ; ) all.push(new Array(100000).fill(Math.random()));
    case 'reject': return void Promise.reject(new Error('nobody waits')), new Promise(() => {});
    case 'log': console.log('seen %d', 1); process.stdout.write('{"raw":true}\\n'); return null;
    case 'env': return process.env;
    case 'setEnv': process.env.MARK = 'changed'; return null;
    case 'wait': return new Promise((resolve) => setTimeout(() => resolve(runs), event.ms));
    default: return { runs, name: context.functionName, left: context.getRemainingTimeInMillis() > 0, event };
  }
};
`;

describe('LambdaHost', () => {
  let folder: string;
  let host: LambdaHost;
  let lines: string[];
  let functions: Map<string, DeployedFunction>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lambda-host-'));
    mkdirSync(join(folder, 'code'));
    writeFileSync(join(folder, 'code', 'index.js'), BUNDLE);
    mkdirSync(join(folder, 'broken'));
    writeFileSync(
      join(folder, 'broken', 'index.js'),
      "throw Object.assign(new Error('COMMANDS_TABLE is not set'), { name: 'ConfigurationError' });",
    );
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  beforeEach(() => {
    lines = [];
    functions = new Map();
    host = new LambdaHost({
      functions: {
        get: async (name) => {
          const fn = functions.get(name);
          if (!fn) throw new Error(`The test has no function ${name}.`);
          return fn;
        },
      },
      sessions: {
        assume: async (roleArn) => ({
          credentials: { accessKeyId: `key of ${roleArn}`, secretAccessKey: 's', sessionToken: 't' },
          caller: rootCaller('000000000000'),
          expiresAt: Date.now() + 3_600_000,
        }),
      },
      authorizer: { authorize: async () => undefined },
      logs: { write: (_target, message) => void lines.push(message) },
      clock: new SystemClock(),
      endpoint: 'http://127.0.0.1:4566',
      region: 'ap-northeast-1',
      home: join(folder, 'home'),
      maxWorkers: 3,
    });
    deploy('first');
  });

  afterEach(() => host.stop());

  function deploy(name: string, changes: Partial<DeployedFunction> = {}): void {
    functions.set(name, {
      name,
      arn: `arn:aws:lambda:ap-northeast-1:000000000000:function:${name}`,
      version: '$LATEST',
      handler: 'index.handler',
      roleArn: `arn:aws:iam::000000000000:role/${name}`,
      timeoutSeconds: 20,
      memoryMb: 128,
      runtime: 'nodejs22.x',
      environment: { MARK: name },
      logGroup: `/aws/lambda/${name}`,
      logFormat: 'Text',
      reservedConcurrency: undefined,
      codeFolder: join(folder, 'code'),
      fingerprint: name,
      ...changes,
    });
  }

  async function invoke(name: string, event: object) {
    const result = await host.invoke({ functionName: name, payload: JSON.stringify(event) });
    return { ...result, answer: JSON.parse(result.payload) };
  }

  test('runs a handler, and keeps its worker warm', async () => {
    expect((await invoke('first', { a: 1 })).answer).toEqual({ runs: 1, name: 'first', left: true, event: { a: 1 } });
    expect((await invoke('first', {})).answer.runs).toBe(2);
  });

  test('keeps name, message and stack of an error', async () => {
    const { functionError, answer } = await invoke('first', { do: 'fail' });
    expect(functionError).toBe('Unhandled');
    expect(answer).toMatchObject({ errorType: 'VersionConflict', errorMessage: 'no such row' });
    expect(answer.trace[0]).toBe('VersionConflict: no such row');
    expect((await invoke('first', {})).answer.runs).toBe(2);
  });

  test('a function sees its own variables and role, and nothing of the host', async () => {
    process.env.SECRET_OF_THE_HOST = 'x';
    const { answer } = await invoke('first', { do: 'env' });
    delete process.env.SECRET_OF_THE_HOST;
    expect(answer).toMatchObject({
      MARK: 'first',
      AWS_REGION: 'ap-northeast-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_LAMBDA_FUNCTION_NAME: 'first',
      AWS_ACCESS_KEY_ID: 'key of arn:aws:iam::000000000000:role/first',
      HOME: join(folder, 'home'),
    });
    expect(answer._X_AMZN_TRACE_ID).toMatch(/^Root=1-/);
    expect(answer).not.toHaveProperty('SECRET_OF_THE_HOST');
  });

  test('what a function does to its variables stays in its worker', async () => {
    deploy('second');
    await invoke('first', { do: 'setEnv' });
    expect((await invoke('second', { do: 'env' })).answer.MARK).toBe('second');
    expect(process.env.MARK).toBeUndefined();
  });

  test('a new deployment gets a new worker', async () => {
    await invoke('first', {});
    deploy('first', { fingerprint: 'changed', environment: { MARK: 'new' } });
    expect((await invoke('first', { do: 'env' })).answer.MARK).toBe('new');
    expect((await invoke('first', {})).answer.runs).toBe(2);
  });

  test.each([
    ['exit', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['eat', 'Runtime.ExitError', 'Runtime exited with error: signal: killed'],
    ['reject', 'Runtime.UnhandledPromiseRejection', 'nobody waits'],
  ])('%s ends the worker as %s, and the next invocation gets a fresh one', async (what, errorType, errorMessage) => {
    expect((await invoke('first', { do: what })).answer).toMatchObject({ errorType, errorMessage });
    expect((await invoke('first', {})).answer.runs).toBe(1);
  });

  test('a timeout kills even a loop', async () => {
    deploy('first', { timeoutSeconds: 1 });
    const { answer, logTail } = await invoke('first', { do: 'loop' });
    expect(answer.errorType).toBe('Sandbox.Timedout');
    expect(answer.errorMessage).toMatch(/Error: Task timed out after 1\.00 seconds$/);
    expect(logTail).toContain('Task timed out after 1.00 seconds');
    expect((await invoke('first', {})).answer.runs).toBe(1);
  });

  test('an error at cold start is the error of the invocation, and tried again at the next', async () => {
    deploy('broken', { codeFolder: join(folder, 'broken') });
    for (let attempt = 0; attempt < 2; attempt++) {
      expect((await invoke('broken', {})).answer).toMatchObject({
        errorType: 'ConfigurationError',
        errorMessage: 'COMMANDS_TABLE is not set',
      });
    }
  });

  test.each([
    ['missing.handler', 'Runtime.ImportModuleError', "Cannot find module 'missing'"],
    ['index.other', 'Runtime.HandlerNotFound', 'index.other is undefined or not exported'],
    ['index', 'Runtime.MalformedHandlerName', 'Bad handler "index"'],
  ])('handler %s: %s', async (handler, errorType, message) => {
    deploy('first', { handler });
    const { answer } = await invoke('first', {});
    expect(answer.errorType).toBe(errorType);
    expect(answer.errorMessage).toContain(message);
  });

  test('lines of the function stand between those of the platform, in order', async () => {
    const { logTail, requestId } = await invoke('first', { do: 'log' });
    const [start, line, raw, end, report] = logTail.split('\n');
    expect(start).toBe(`START RequestId: ${requestId} Version: $LATEST`);
    expect(line).toMatch(new RegExp(`^\\S+Z\\t${requestId}\\tINFO\\tseen 1$`));
    expect(raw).toBe('{"raw":true}');
    expect(end).toBe(`END RequestId: ${requestId}`);
    expect(report).toMatch(
      /^REPORT RequestId: \S+\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms/,
    );
    expect(lines.join('')).toBe(logTail);
  });

  test('JSON logs where the function asks for them', async () => {
    deploy('first', { logFormat: 'JSON' });
    const { logTail } = await invoke('first', { do: 'log' });
    const [start, line, , report] = logTail.split('\n').map((text) => JSON.parse(text || 'null'));
    expect(start.type).toBe('platform.start');
    expect(line).toMatchObject({ level: 'INFO', message: 'seen 1' });
    expect(report).toMatchObject({ type: 'platform.report', record: { status: 'success' } });
  });

  test('reserved concurrency throttles, and what it lets through runs at once', async () => {
    deploy('first', { reservedConcurrency: 2 });
    const running = [invoke('first', { do: 'wait', ms: 300 }), invoke('first', { do: 'wait', ms: 300 })];
    await expect(invoke('first', {})).rejects.toMatchObject({ code: 'TooManyRequestsException', statusCode: 429 });
    expect((await Promise.all(running)).map(({ answer }) => answer)).toEqual([1, 1]);
  });

  test('more invocations than workers wait for their turn', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => invoke('first', { do: 'wait', ms: 20 })));
    expect(answers.every(({ functionError }) => functionError === undefined)).toBe(true);
  });

  test('a function without a worker is not starved by those that have them all', async () => {
    await Promise.all([1, 2, 3].map(() => invoke('first', { do: 'wait', ms: 20 })));
    deploy('second');
    expect((await invoke('second', {})).answer.name).toBe('second');
  });
});
