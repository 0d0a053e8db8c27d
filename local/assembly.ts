import { join } from 'node:path';
import { AwsClient } from './aws/client';
import { MetricAlarms } from './endpoint/metric-alarms';
import { MiniStackProxy } from './endpoint/proxy';
import { QueueBatches } from './endpoint/queue-batches';
import type { EndpointParts } from './endpoint/server';
import { StepFunctionsApi } from './endpoint/step-functions-api';
import { TaskTokens } from './endpoint/task-tokens';
import { EventSourceMappings } from './event-sources/mappings';
import { MappingsApi } from './event-sources/mappings-api';
import type { PollerParts } from './event-sources/poller';
import { QueuePoller } from './event-sources/queue-poller';
import { StreamPoller } from './event-sources/stream-poller';
import { Delivery } from './events/delivery';
import { EventBus } from './events/event-bus';
import { Rules } from './events/rules';
import { Scheduler } from './events/scheduler';
import type { KnownIssuers } from './http-api/authorization/issuer-keys';
import { httpApiService } from './http-api/http-api-service';
import { Authorizer } from './identity/authorizer';
import { RoleTrust } from './identity/role-trust';
import { Sessions } from './identity/sessions';
import { LocalIntegrations } from './integrations/integrations';
import { S3Objects } from './integrations/object-store';
import { ServiceModels } from './integrations/sdk/model';
import { AsyncInvocations, eventInvokeConfigurations } from './lambda/async-invocations';
import { CodeStore } from './lambda/code-store';
import { Destinations } from './lambda/destination';
import { Functions } from './lambda/functions';
import { LambdaHost } from './lambda/host';
import { InvokeApi } from './lambda/invoke-api';
import type { Logger } from './logger';
import { executionLog } from './logs/execution-log';
import { LogWriter } from './logs/log-writer';
import { MetricWriter } from './metrics/metric-writer';
import { StepFunctions, SystemClock } from './stepfunctions';

export interface AssemblyOptions {
  /** Speaks to MiniStack directly. */
  client: AwsClient;
  ministackEndpoint: string;
  /** The endpoint in front of all, which functions talk to. */
  endpoint: string;
  region: string;
  accountId: string;
  dataFolder: string;
  /** The folder of the virtual environment that MiniStack and the AWS CLI are installed in. */
  pythonEnvironment: string;
  /** Parsed. See {@link StepFunctionsOptions.mocks}. */
  mocks?: unknown;
  /** See {@link LocalAwsOptions.issuers}. */
  issuers?: KnownIssuers;
  logger: Logger;
  maxWorkers: number | undefined;
}

/** Log lines that a busy MiniStack does not take in this time are lost with it: a stop must come to an end. */
const FLUSH_LIMIT_MS = 5_000;

export interface Assembly {
  parts: EndpointParts;
  stop(): Promise<void>;
}

/** Puts the parts of the local AWS together; each knows only those it is given. */
export function assemble(options: AssemblyOptions): Assembly {
  const { client, region, accountId, logger, dataFolder, maxWorkers } = options;
  const clock = new SystemClock();
  const endpoint = new AwsClient({ endpoint: options.endpoint, region });
  const proxy = new MiniStackProxy(options.ministackEndpoint);
  const sessions = new Sessions({ client, clock, accountId });
  const authorizer = new Authorizer(client);
  const roleTrust = new RoleTrust(client);
  const logs = new LogWriter({ client, clock, logger, region, accountId });
  const metrics = new MetricWriter({ client, clock, logger });
  const functions = new Functions(client, new CodeStore(join(dataFolder, 'functions')));
  const destinations = new Destinations({ client, endpoint: options.ministackEndpoint });
  const host = new LambdaHost({
    functions,
    sessions,
    authorizer,
    logs,
    clock,
    region,
    endpoint: options.endpoint,
    home: join(dataFolder, 'home'),
    ...(maxWorkers === undefined ? {} : { maxWorkers }),
  });
  const configuration = eventInvokeConfigurations(client);
  const asynchronous = new AsyncInvocations({ host, functions, configuration, sessions, destinations, clock, logger });

  const engine: StepFunctions = new StepFunctions({
    region,
    accountId,
    clock,
    random: Math.random,
    integrations: new LocalIntegrations({
      client,
      endpoint,
      sessions,
      authorizer,
      lambda: { host, asynchronous, functions },
      putEvents: (input, credentials) => bus.putEvents(input, credentials),
      objects: new S3Objects({ client, sessions }),
      pythonEnvironment: options.pythonEnvironment,
    }),
    models: new ServiceModels(options.pythonEnvironment),
    ...(options.mocks === undefined ? {} : { mocks: options.mocks }),
    onStatusChange: (event) => bus.statusChanged(event),
    onLog: executionLog(logs),
    onMetric: (datum) => metrics.write('AWS/States', datum),
  });

  const rules = new Rules(client);
  const delivery = new Delivery({
    client,
    functions,
    asynchronous,
    destinations,
    engine,
    sessions,
    authorizer,
    accountId,
    logger,
  });
  const bus = new EventBus({ rules, delivery, client, proxy, clock, region, accountId, logger });
  const scheduler = new Scheduler({ rules, clock, logger, fire: (rule, dueMs) => bus.fireSchedule(rule, dueMs) });
  scheduler.start();

  const pollerParts: PollerParts = {
    client,
    endpoint: options.ministackEndpoint,
    host,
    functions,
    sessions,
    authorizer,
    destinations,
    clock,
    logger,
    region,
  };
  const mappings = new EventSourceMappings({
    functions,
    clock,
    region,
    accountId,
    pollers: {
      stream: (mapping) => new StreamPoller(mapping, pollerParts),
      queue: (mapping) => new QueuePoller(mapping, pollerParts),
    },
  });

  const { controlPlane, gateway } = httpApiService({
    client,
    forward: (request) => proxy.forward(request),
    url: options.endpoint,
    issuers: options.issuers,
    sessions,
    authorizer,
    roleTrust,
    host,
    functions,
    endpoint,
    clock,
    logs,
    metrics,
    region,
    accountId,
    logger,
  });

  const stepFunctionsApi = new StepFunctionsApi({
    engine,
    sessions,
    authorizer,
    region,
    accountId,
    taskTokens: new TaskTokens(),
  });
  const invokeApi = new InvokeApi({ host, functions, asynchronous, sessions, authorizer });
  const queueBatches = new QueueBatches({ client, sessions, authorizer, region });
  const mappingsApi = new MappingsApi({ mappings, sessions, authorizer });
  return {
    parts: {
      proxy,
      observers: { sessions, authorizer, roleTrust, functions, rules, alarms: new MetricAlarms() },
      services: {
        httpApi: (address, message, response) => gateway.serve(address, message, response),
        apiGateway: (request) => controlPlane.handle(request),
        stepFunctions: (operation, request) => stepFunctionsApi.handle(operation, request),
        invoke: (reference, request) => invokeApi.invoke(reference, request),
        eventSourceMappings: (request) => mappingsApi.handle(request),
        putEvents: (request) => bus.handlePutEvents(request),
        queueBatch: (operation, request) => queueBatches.handle(operation, request),
      },
    },
    stop: async () => {
      scheduler.stop();
      mappings.stop();
      asynchronous.stop();
      engine.close();
      host.stop();
      await Promise.race([
        Promise.all([logs.flush(), metrics.flush()]),
        new Promise((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS).unref()),
      ]);
      proxy.close();
    },
  };
}
