import type { JsonObject } from '../../stepfunctions';
import { isObject } from '../../stepfunctions/json';
import { SERVICE_ACTIONS } from '../integrations/service-actions';
import { mappingFault } from '../parameter-mapping';

const LOCAL = 'The local API Gateway';
/** Its name may be a stage variable. */
const ROLE = /^arn:[^:]+:iam::\d{12}:(?:role\/|\$\{stageVariables\.)/;

/**
 * Why a resource of an HTTP API is not taken: AWS would not either, or what it asks for is not served here. It is refused when it is
 * made, rather than answered wrongly later. Undefined for one that is taken.
 *
 * @param kind the last word of the collection's path: `integrations`
 * @param resource whole, with what an update leaves as it is
 */
export function refusalOf(kind: string, resource: JsonObject, region: string): string | undefined {
  switch (kind) {
    case 'apis':
      return resource.target === undefined
        ? undefined
        : `${LOCAL} has no quick create: make integration, route and stage.`;
    case 'stages':
      if (resource.autoDeploy === true) return undefined;
      return `${LOCAL} keeps no deployments: give the stage ${String(resource.stageName)} automatic deployment (autoDeploy).`;
    case 'authorizers':
      if (resource.authorizerType === 'JWT') return undefined;
      return `${LOCAL} has no Lambda authorizers: make ${String(resource.name)} one of the type JWT, or authorize by AWS_IAM.`;
    case 'apimappings':
      return `${LOCAL} serves HTTP APIs at their own address only, not at custom domain names.`;
    case 'integrations':
      return refusedIntegration(resource, region);
    default:
      return undefined;
  }
}

function refusedIntegration(integration: JsonObject, region: string): string | undefined {
  const { integrationType, integrationSubtype, payloadFormatVersion, responseParameters } = integration;
  if (integrationType !== 'AWS_PROXY') {
    return `${LOCAL} has no integrations of the type ${String(integrationType)}: AWS_PROXY is served.`;
  }
  if (isObject(responseParameters) && Object.keys(responseParameters).length > 0) {
    return `${LOCAL} does not map response parameters.`;
  }
  const parameters = isObject(integration.requestParameters) ? integration.requestParameters : {};
  if (typeof integrationSubtype === 'string') return refusedAction(integrationSubtype, integration, parameters, region);
  if (Object.keys(parameters).length > 0) return `${LOCAL} does not map request parameters for functions.`;
  if (payloadFormatVersion === '2.0') return undefined;
  return `${LOCAL} speaks to functions in the payload format 2.0 only, not in ${String(payloadFormatVersion)}.`;
}

function refusedAction(
  subtype: string,
  { payloadFormatVersion, credentialsArn }: JsonObject,
  parameters: JsonObject,
  region: string,
): string | undefined {
  const action = SERVICE_ACTIONS.get(subtype);
  if (!action) return `${LOCAL} has no integration ${subtype}. It has ${[...SERVICE_ACTIONS.keys()].join(', ')}.`;
  if (payloadFormatVersion !== '1.0')
    return `The payload format of ${subtype} is 1.0, not ${String(payloadFormatVersion)}.`;
  if (typeof credentialsArn !== 'string' || !ROLE.test(credentialsArn))
    return `${subtype} needs the ARN of a role (credentialsArn).`;
  const missing = action.required.find((name) => parameters[name] === undefined);
  if (missing !== undefined) return `Parameter: ${missing} is required for Operation: ${subtype}.`;
  for (const [name, value] of Object.entries(parameters)) {
    if (![...action.required, ...action.optional, 'Region'].includes(name)) {
      return `Parameter: ${name} does not fit schema for Operation: ${subtype}.`;
    }
    if (name === 'Region' && value !== region)
      return `${LOCAL} calls services of ${region} only, not of ${String(value)}.`;
    const fault = mappingFault(String(value));
    if (fault !== undefined) return `Parameter: ${name} of ${subtype}: ${fault}`;
  }
  return undefined;
}
