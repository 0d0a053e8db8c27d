import type { ParameterNames } from '../stepfunctions/integrations/task-parameters';
import { optimizedOperation } from './optimized-task';
import { operationOf, type ServiceModels, shapeOf } from './sdk/model';
import { memberName } from './sdk/names';

/** Of the integrations that are no operation of an API. */
const OTHERS: { readonly [resource: string]: ParameterNames } = {
  'apigateway:invoke': {
    known: [
      'ApiEndpoint',
      'Method',
      'Headers',
      'Stage',
      'Path',
      'QueryParameters',
      'RequestBody',
      'AllowNullValues',
      'AuthType',
    ],
    required: ['ApiEndpoint', 'Method'],
  },
  'events:putEvents': { known: ['Entries', 'EndpointId'], required: ['Entries'] },
  'lambda:invoke': {
    known: ['FunctionName', 'Payload', 'InvocationType', 'Qualifier', 'ClientContext', 'LogType'],
    required: ['FunctionName'],
  },
};

/** What a Task on the resource can be given, by the model of its service. */
export function parametersOf(resource: string, models: ServiceModels): ParameterNames | undefined {
  if (Object.hasOwn(OTHERS, resource)) return OTHERS[resource];
  const [, sdk, action = ''] = /^aws-sdk:([a-z0-9]+):(\w+)$/.exec(resource) ?? [];
  if (sdk !== undefined) {
    const model = models.find(sdk);
    return inputOf(sdk, model ? operationOf(model, action) : undefined, memberName, models);
  }
  const optimized = optimizedOperation(resource);
  return optimized && inputOf(optimized.service, optimized.operation, (name) => name, models);
}

function inputOf(
  service: string,
  operation: string | undefined,
  naming: (name: string) => string,
  models: ServiceModels,
): ParameterNames | undefined {
  const model = models.find(service);
  if (!model || operation === undefined) return undefined;
  const { input } = model.operations[operation] ?? {};
  const { members = {}, required = [] } = input ? shapeOf(model, input.shape) : {};
  return { known: Object.keys(members).map(naming), required: required.map(naming) };
}
