import { parseArn } from '../aws/arn';
import { xmlField } from '../aws/error';
import { roleCaller, userCaller } from '../identity/caller';
import { credentialsIn, type Sessions } from '../identity/sessions';
import type { Functions } from '../lambda/functions';
import type { LocalRequest, LocalResponse } from './http';

/** What has to hear of a change that went through to MiniStack. */
export interface Observers {
  sessions: Pick<Sessions, 'remember' | 'forgetRoles'>;
  authorizer: { forgetDecisions(): void };
  roleTrust: { forget(): void };
  functions: Pick<Functions, 'changed'>;
  rules: { forget(): void };
  alarms: { complete(request: LocalRequest, response: LocalResponse): LocalResponse };
}

/** The services whose requests are read on their way; all others stream through unseen. */
const OBSERVED_SERVICES = new Set(['iam', 'sts', 'lambda', 'events', 'monitoring']);

export function isObserved(service: string | undefined): boolean {
  return service !== undefined && OBSERVED_SERVICES.has(service);
}

const READ_ACTION = /^(Get|List|Describe|Simulate|Generate|Test)/;

/**
 * Tells the parts that keep copies of MiniStack's state what a request that succeeded has changed. Returns the answer for
 * the caller.
 */
export async function observe(
  service: string,
  request: LocalRequest,
  response: LocalResponse,
  observers: Observers,
): Promise<LocalResponse> {
  if (service === 'monitoring') return observers.alarms.complete(request, response);
  if (response.statusCode < 300) await noteChange(service, request, response, observers);
  return response;
}

async function noteChange(
  service: string,
  request: LocalRequest,
  response: LocalResponse,
  observers: Observers,
): Promise<void> {
  if (service === 'lambda') {
    if (request.method !== 'GET') await observers.functions.changed(JSON.parse(response.body.toString() || '{}'));
  } else if (service === 'events') {
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    if (!READ_ACTION.test(operation)) observers.rules.forget();
  } else {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    const action = parameters.get('Action') ?? request.query.get('Action') ?? '';
    rememberCredentials(action, parameters, response, observers.sessions);
    if (service === 'iam' && !READ_ACTION.test(action)) {
      observers.authorizer.forgetDecisions();
      observers.roleTrust.forget();
      if (action === 'CreateRole' || action === 'DeleteRole') observers.sessions.forgetRoles();
    }
  }
}

function rememberCredentials(
  action: string,
  parameters: URLSearchParams,
  response: LocalResponse,
  sessions: Pick<Sessions, 'remember'>,
): void {
  const takesRole = action === 'AssumeRole' || action === 'AssumeRoleWithWebIdentity';
  if (!takesRole && action !== 'CreateAccessKey') return;
  const xml = response.body.toString();
  const credentials = credentialsIn(xml);
  if (!credentials) return;
  if (takesRole) {
    const sessionName = parameters.get('RoleSessionName') ?? '';
    sessions.remember(credentials, roleCaller(parameters.get('RoleArn') ?? '', sessionName));
  } else {
    const arn = xmlField(xml, 'Arn');
    const accountId = arn ? parseArn(arn).accountId : '000000000000';
    sessions.remember(credentials, userCaller(xmlField(xml, 'UserName') ?? '', accountId));
  }
}
