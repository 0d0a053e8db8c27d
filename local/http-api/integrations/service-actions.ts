import type { JsonObject } from '../../stepfunctions';

/** An action of a service that an integration can call, and its parameters as the integration names them. */
export interface ServiceAction {
  /** As signatures name the service. */
  service: string;
  /** `X-Amz-Target` */
  target: string;
  /** Of AWS JSON. */
  protocolVersion: string;
  required: readonly string[];
  optional: readonly string[];
  input(parameters: { [name: string]: string }): JsonObject;
}

/** Step Functions names its members in camel case. */
const inCamelCase = (parameters: { [name: string]: string }) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );

const stepFunctions = (operation: string, required: string[], optional: string[]): ServiceAction => ({
  service: 'states',
  target: `AWSStepFunctions.${operation}`,
  protocolVersion: '1.0',
  required,
  optional,
  input: inCamelCase,
});

/**
 * The integration subtypes that are served here.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export const SERVICE_ACTIONS: ReadonlyMap<string, ServiceAction> = new Map([
  ['StepFunctions-StartExecution', stepFunctions('StartExecution', ['StateMachineArn'], ['Name', 'Input'])],
  [
    'StepFunctions-StartSyncExecution',
    stepFunctions('StartSyncExecution', ['StateMachineArn'], ['Name', 'Input', 'TraceHeader']),
  ],
  ['StepFunctions-StopExecution', stepFunctions('StopExecution', ['ExecutionArn'], ['Cause', 'Error'])],
  [
    'EventBridge-PutEvents',
    {
      service: 'events',
      target: 'AWSEvents.PutEvents',
      protocolVersion: '1.1',
      required: ['Detail', 'DetailType', 'Source'],
      optional: ['EventBusName', 'TraceHeader'],
      input: (entry) => ({ Entries: [entry] }),
    },
  ],
]);
