import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { LIVE } from '@blueprint/lambdas/platform/live';
import { z } from 'zod';
import type { Account } from './account';
import type { Artifact } from './artifact';

/** Of the synthesized stack, what is looked at. */
const stackSchema = z.looseObject({
  resource: z.looseObject({
    aws_sfn_state_machine: z.record(z.string(), z.looseObject({ name: z.string() })).default({}),
    aws_lambda_function: z
      .record(z.string(), z.looseObject({ function_name: z.string(), source_code_hash: z.string() }))
      .default({}),
  }),
});

/** Requests at once. */
const AT_ONCE = 8;
const PATIENCE_MS = 30_000;

/** What was looked at: one sentence each. */
export interface SmokeTestReport {
  readonly held: readonly string[];
  /** Empty when all is well. */
  readonly broken: readonly string[];
}

/**
 * Asks what was deployed whether it serves: every state machine is active, every function runs the artifact's code by its alias, the HTTP API answers with its
 * own document and turns away who has no token. It changes nothing and starts nothing, so that it can run anywhere at any time.
 *
 * @param outputs of the workflows stack
 */
export async function smokeTest(
  account: Account,
  artifact: Artifact,
  outputs: Readonly<Record<string, string>>,
): Promise<SmokeTestReport> {
  const { region, account: accountId, name } = account.environment;
  const { resource } = stackOf(artifact, `${name}-workflows`);
  const sfn = new SFNClient(account.client);
  const lambda = new LambdaClient(account.client);
  const machines = Object.values(resource.aws_sfn_state_machine).map((machine) => machine.name);
  const functions = Object.values(resource.aws_lambda_function);
  const broken = [
    ...(machines.length === 0 || functions.length === 0 ? ['The artifact has no state machines or no functions.'] : []),
    ...(await eachOf(machines, String, async (machine) => {
      const stateMachineArn = `arn:aws:states:${region}:${accountId}:stateMachine:${machine}`;
      const { status } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
      return status === 'ACTIVE' ? undefined : `The state machine ${machine} is ${status}.`;
    })),
    ...(await eachOf(functions, functionName, async ({ function_name: FunctionName, source_code_hash }) => {
      const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName, Qualifier: LIVE }));
      const { State = 'Active', LastUpdateStatus = 'Successful', CodeSha256 } = Configuration ?? {};
      if (CodeSha256 !== source_code_hash) return `The function ${FunctionName} runs other code than the artifact's.`;
      // A function that nobody calls for weeks becomes inactive, and serves again when it is called.
      const isReady = (State === 'Active' || State === 'Inactive') && LastUpdateStatus === 'Successful';
      return isReady ? undefined : `The function ${FunctionName} is ${State}, its last update ${LastUpdateStatus}.`;
    })),
    ...(await brokenApi(outputs.api_url)),
  ];
  const held = [
    `${machines.length} state machines`,
    `${functions.length} functions`,
    `the HTTP API at ${outputs.api_url}`,
  ];
  return { held, broken };
}

async function brokenApi(url: string | undefined): Promise<string[]> {
  if (url === undefined) return ['The workflows stack has no output api_url.'];
  return eachOf(['/openapi.json', '/executions/smoke-test'], String, async (path) => {
    const { status, headers } = await fetch(new URL(`${url}${path}`), { signal: AbortSignal.timeout(PATIENCE_MS) });
    const expected = path === '/openapi.json' ? 200 : 401;
    const isJson = /\bjson\b/.test(headers.get('content-type') ?? '');
    return status === expected && isJson ? undefined : `GET ${path} answered ${status}, not ${expected} in JSON.`;
  });
}

const functionName = (one: { readonly function_name: string }) => one.function_name;

/** What is wrong with some of them; one that can't be asked is wrong too. */
async function eachOf<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  ask: (one: T) => Promise<string | undefined>,
): Promise<string[]> {
  const waiting = all.values();
  const broken: string[] = [];
  const worker = async () => {
    for (const one of waiting) {
      const wrong = await ask(one).catch(
        (error: unknown) => `${nameOf(one)}: ${error instanceof Error ? error.message : error}`,
      );
      if (wrong !== undefined) broken.push(wrong);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return broken.sort();
}

function stackOf({ manifest, contents }: Artifact, stack: string): z.output<typeof stackSchema> {
  const hash = manifest.files[`${stack}/cdk.tf.json`];
  const content = hash && contents.get(hash);
  if (!content) throw new Error(`The artifact has no stack ${stack}.`);
  return stackSchema.parse(JSON.parse(Buffer.from(content).toString()));
}
