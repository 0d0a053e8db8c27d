import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Environment } from '@blueprint/env';
import type { ExampleRun } from '@blueprint/lambdas/platform/example';

/** Where the workflows run, and until when somebody wants them to. */
export interface LocalRun {
  readonly endpoint: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** The settings of every client: the account's root at the local endpoint. */
export function clientSettings({ endpoint, environment: { region } }: Pick<LocalRun, 'endpoint' | 'environment'>) {
  return { endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
}

export function documentClient(run: Pick<LocalRun, 'endpoint' | 'environment'>): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings(run)), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** What the names of the environment's resources begin with. */
export function resourcePrefix({ name, app }: Environment): string {
  return `${name}-${app}`;
}

/** What examples and benches of workflows know of where they run. */
export function deployment(run: LocalRun): Omit<ExampleRun, 'api'> {
  const { environment, signal } = run;
  const { region, account } = environment;
  return {
    environment,
    signal,
    aws: clientSettings(run),
    resourceName: (part) => `${resourcePrefix(environment)}-${part}`,
    arn: (service, resource) => `arn:aws:${service}:${region}:${account}:${resource}`,
  };
}
