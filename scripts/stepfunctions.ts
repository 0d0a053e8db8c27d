import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceModels } from '@blueprint/local/integrations/sdk/model';
import {
  FileJournal,
  type Integrations,
  inspectExecution,
  type JsonObject,
  readJournalFile,
  StepFunctions,
  SystemClock,
} from '@blueprint/local/stepfunctions';
import { isObject } from '@blueprint/local/stepfunctions/json';
import { StepFunctionsServer } from '@blueprint/local/stepfunctions/server/server';
import { runScript } from './command-line';
import { EndpointIntegrations } from './stepfunctions/endpoint-integrations';
import { EndpointObservers } from './stepfunctions/endpoint-observers';
import { describeEvent } from './stepfunctions/inspection';
import { parseOptions, type StepFunctionsOptions, usage } from './stepfunctions/options';

/** Made by `npm run setup`. */
const PYTHON_ENVIRONMENT = join(__dirname, '..', '.local', 'venv');

/** What an endpoint that does not answer has not taken of logs and metrics in this time is lost: a stop must come to an end. */
const FLUSH_LIMIT_MS = 5_000;

/** No service is called: a state machine with a Task on one is refused when it is created. */
const NO_SERVICES: Integrations = {
  supports: () => false,
  call: ({ resource }) => Promise.reject(new Error(`There is no service to call for ${resource}`)),
};

async function main(options: StepFunctionsOptions): Promise<void> {
  if (options.help) return console.log(usage);
  if (options.inspect !== undefined) return inspect(options.data ?? '', options.inspect);
  const mocks = options.mockConfig === undefined ? undefined : readMocks(options.mockConfig);
  // Before anything that is kept goes on: two engines on the same port or folder would do everything twice.
  const server = await StepFunctionsServer.listen(options.port);
  const aws = options.endpoint === undefined ? undefined : endpointAws(options.endpoint, options);
  const engine = await open(options, mocks, aws).catch(async (error: unknown) => {
    await server.close();
    throw error;
  });
  server.open(engine);
  announce(server.url, options);
  await ended();
  engine.close();
  // Those who wait for an answer are told before the connections are closed.
  await new Promise((resolve) => setImmediate(resolve));
  await server.close();
  await Promise.race([aws?.observers.flush(), new Promise((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS).unref())]);
}

async function open(
  options: StepFunctionsOptions,
  mocks: JsonObject | undefined,
  aws: EndpointAws | undefined,
): Promise<StepFunctions> {
  const { region, account: accountId, data } = options;
  const engine = {
    region,
    accountId,
    clock: new SystemClock(),
    random: Math.random,
    integrations: aws?.integrations ?? NO_SERVICES,
    ...(existsSync(PYTHON_ENVIRONMENT) ? { models: new ServiceModels(PYTHON_ENVIRONMENT) } : {}),
    ...(mocks ? { mocks } : {}),
    ...(aws
      ? { onLog: aws.observers.onLog, onMetric: aws.observers.onMetric, onStatusChange: aws.observers.onStatusChange }
      : {}),
  };
  if (data === undefined) return new StepFunctions(engine);
  const warn = (message: string) => console.warn(`Warning: ${message}`);
  const journal = FileJournal.open(data, warn);
  return StepFunctions.open(engine, journal, warn).catch((error: unknown) => {
    journal.close();
    throw error;
  });
}

interface EndpointAws {
  integrations: Integrations;
  observers: EndpointObservers;
}

/** What the engine calls, and what it tells, of the AWS at an endpoint. */
function endpointAws(endpoint: string, { region, account: accountId }: StepFunctionsOptions): EndpointAws {
  if (!existsSync(PYTHON_ENVIRONMENT)) {
    throw new Error('--endpoint needs the models of the services that "npm run setup" brings. Run that first.');
  }
  const credentials = {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'test',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
    ...(process.env.AWS_SESSION_TOKEN ? { sessionToken: process.env.AWS_SESSION_TOKEN } : {}),
  };
  const place = { endpoint, region, accountId, credentials };
  return {
    integrations: new EndpointIntegrations({ ...place, pythonEnvironment: PYTHON_ENVIRONMENT }),
    observers: new EndpointObservers({ ...place, clock: new SystemClock(), logger: console }),
  };
}

/** @throws Error that says what is wrong with the file. */
function readMocks(file: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The mock configuration ${file} cannot be read: ${(error as Error).message}`);
  }
  if (isObject(value)) return value;
  throw new Error(`The mock configuration ${file} must be a JSON object.`);
}

async function inspect(folder: string, executionArn: string): Promise<void> {
  for await (const event of inspectExecution(readJournalFile(folder), executionArn)) {
    console.log(describeEvent(event).join('\n'));
  }
}

function announce(url: string, { endpoint, data, mockConfig }: StepFunctionsOptions): void {
  console.log(`Step Functions listens on ${url}`);
  console.log(endpoint ? `Tasks call ${endpoint}.` : 'Tasks call no service: see --endpoint and --mock-config.');
  if (mockConfig !== undefined) console.log(`Mocked answers are those of ${mockConfig}.`);
  console.log(data === undefined ? 'Nothing is kept when it ends: see --data.' : `What happens is kept in ${data}.`);
  console.log('Ctrl-C ends it.');
}

/** When this process is told to end. Told twice, it ends at once. */
function ended(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}

runScript((argv) => main(parseOptions(argv)));
