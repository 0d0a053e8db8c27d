import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { EndpointIntegrations } from './stepfunctions/endpoint-integrations';
import { describeEvent } from './stepfunctions/inspection';
import { parseOptions, type StepFunctionsOptions, usage } from './stepfunctions/options';

/** Made by `npm run setup`. */
const PYTHON_ENVIRONMENT = join(__dirname, '..', '.local', 'venv');

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
  const engine = await open(options, mocks).catch(async (error: unknown) => {
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
}

async function open(options: StepFunctionsOptions, mocks: JsonObject | undefined): Promise<StepFunctions> {
  const { region, account: accountId, data } = options;
  const engine = {
    region,
    accountId,
    clock: new SystemClock(),
    random: Math.random,
    integrations: options.endpoint === undefined ? NO_SERVICES : endpointIntegrations(options.endpoint, options),
    ...(mocks ? { mocks } : {}),
  };
  if (data === undefined) return new StepFunctions(engine);
  const warn = (message: string) => console.warn(`Warning: ${message}`);
  const journal = FileJournal.open(data, warn);
  return StepFunctions.open(engine, journal, warn).catch((error: unknown) => {
    journal.close();
    throw error;
  });
}

function endpointIntegrations(endpoint: string, { region, account }: StepFunctionsOptions): Integrations {
  if (!existsSync(PYTHON_ENVIRONMENT)) {
    throw new Error('--endpoint needs the models of the services that "npm run setup" brings. Run that first.');
  }
  const credentials = {
    accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'test',
    secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'test',
    ...(process.env.AWS_SESSION_TOKEN ? { sessionToken: process.env.AWS_SESSION_TOKEN } : {}),
  };
  return new EndpointIntegrations({
    endpoint,
    region,
    accountId: account,
    credentials,
    pythonEnvironment: PYTHON_ENVIRONMENT,
  });
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

Promise.resolve()
  .then(() => main(parseOptions(process.argv.slice(2))))
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
