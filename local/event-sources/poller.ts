import type { AwsClient } from '../aws/client';
import type { Authorizer } from '../identity/authorizer';
import type { Sessions } from '../identity/sessions';
import type { Destinations } from '../lambda/destination';
import type { FunctionSource, LambdaHost } from '../lambda/host';
import type { Logger } from '../logger';
import type { Clock } from '../stepfunctions';
import type { EventSourceMapping } from './mapping';

/** What a poller needs of the rest of the local AWS. */
export interface PollerParts {
  client: AwsClient;
  /** MiniStack's address: a queue's URL begins with it. */
  endpoint: string;
  host: Pick<LambdaHost, 'invoke'>;
  functions: FunctionSource;
  sessions: Pick<Sessions, 'assume'>;
  authorizer: Pick<Authorizer, 'authorize'>;
  destinations: Pick<Destinations, 'send'>;
  clock: Clock;
  logger: Logger;
  region: string;
}

/** Reads one source for one mapping, with the role of the mapping's function; each runs for itself. */
export interface Poller {
  /** Asks for every permission that polling needs. Throws `AwsError` `InvalidParameterValueException` as AWS does. */
  verify(): Promise<void>;
  start(): void;
  /** To be called when the mapping's settings or its state changed. */
  mappingChanged(): void;
  stop(): void;
}

export type PollerFactory = (mapping: EventSourceMapping) => Poller;
