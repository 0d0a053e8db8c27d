import type { JsonObject } from '../../json';
import type { Chance } from './chance';
import { errorHandling } from './error-handling';
import { pathFields, payloadTemplate } from './json-path';
import { numberExpression, objectTemplate, withInput } from './jsonata';
import { assignment, outputs } from './outputs';
import type { Place } from './place';

const ARN = 'arn:aws:states:ap-northeast-1:000000000000';

/** What the world of a generated definition has for its Tasks. */
export const RESOURCES = {
  activity: `${ARN}:activity:work`,
  child: `${ARN}:stateMachine:child`,
  function: 'arn:aws:lambda:ap-northeast-1:000000000000:function:work',
};

const OTHER_ROLE = 'arn:aws:iam::000000000000:role/other';

const NESTED = ['', '.sync', '.sync:2', '.waitForTaskToken'].map((form) => `states:startExecution${form}`);
const SDK = ['startExecution', 'describeExecution', 'sendTaskSuccess', 'listStateMachines', 'stopExecution'];

/** What an EXPRESS execution may call, and what only others may. */
const ANSWERING = [`arn:aws:states:::lambda:invoke`, RESOURCES.function, 'arn:aws:states:::states:startExecution'];
const WAITING = [
  'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  'arn:aws:states:::lambda:invoke.waitForTaskToken',
  'arn:aws:states:::batch:submitJob.sync',
  RESOURCES.activity,
  `${ARN}:activity:missing`,
  ...NESTED.map((action) => `arn:aws:states:::${action}`),
  ...SDK.map((action) => `arn:aws:states:::aws-sdk:sfn:${action}`),
];

const RESULTS = ['$states.result', '$states.result.answer', '$string($states.result)'];

export function taskState(chance: Chance, place: Place): JsonObject {
  const Resource = chance.pick(place.express || chance.happens(50) ? ANSWERING : WAITING);
  const jsonata = place.language === 'JSONata';
  return {
    Type: 'Task',
    Resource,
    ...parameters(chance, place, Resource),
    ...limits(chance, place),
    ...(Resource.includes(':activity:') ? {} : chance.maybe(5, () => ({ Credentials: { RoleArn: OTHER_ROLE } }))),
    ...(jsonata
      ? outputs(chance, place, RESULTS, withInput('result', '$states.result'))
      : pathFields(chance, place, { result: true })),
    ...assignment(chance, place, RESULTS),
    ...errorHandling(chance, place),
  };
}

function parameters(chance: Chance, place: Place, resource: string): JsonObject {
  const field = place.language === 'JSONata' ? 'Arguments' : 'Parameters';
  if (resource.includes('states:startExecution')) {
    const StateMachineArn = chance.happens(place.trouble) ? `${ARN}:stateMachine:missing` : RESOURCES.child;
    const input = chance.happens(50) ? { Input: { seconds: chance.whole(0, 40) } } : {};
    return { [field]: { StateMachineArn, ...input, ...chance.maybe(10, () => ({ Name: 'taken' })) } };
  }
  if (resource.includes('aws-sdk')) {
    return {
      [field]: sdkParameters(chance, place, resource),
    };
  }
  if (resource.includes('batch:')) return { [field]: { JobName: 'job' } };
  return chance.maybe(50, () => ({
    [field]: place.language === 'JSONata' ? objectTemplate(chance, place) : payloadTemplate(chance, place),
  }));
}

function sdkParameters(chance: Chance, { trouble }: Place, resource: string): JsonObject {
  if (chance.happens(trouble)) return { Nonsense: 1 };
  if (resource.endsWith('listStateMachines')) return {};
  if (resource.endsWith('sendTaskSuccess')) return { TaskToken: 'x', Output: '1' };
  if (resource.endsWith('startExecution')) return { StateMachineArn: RESOURCES.child, Input: { seconds: 1 } };
  return { ExecutionArn: `${RESOURCES.child.replace(':stateMachine:', ':execution:')}:taken` };
}

function limits(chance: Chance, place: Place): JsonObject {
  if (chance.happens(30)) return { TimeoutSeconds: 60, ...chance.maybe(60, () => ({ HeartbeatSeconds: 20 })) };
  if (chance.happens(60)) return {};
  if (place.language === 'JSONata')
    return { TimeoutSeconds: numberExpression(chance, place), HeartbeatSeconds: numberExpression(chance, place) };
  return {
    TimeoutSecondsPath: chance.happens(place.trouble) ? '$.text' : '$.a',
    ...chance.maybe(50, () => ({ HeartbeatSecondsPath: '$.a' })),
  };
}
