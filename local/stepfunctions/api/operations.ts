import { StepFunctionsError } from '../errors';
import { OPERATIONS, type Refused, type SupportedOperation } from '../supported';
import { createActivity, deleteActivity, describeActivity, getActivityTask, listActivities } from './activities';
import {
  createStateMachineAlias,
  deleteStateMachineAlias,
  describeStateMachineAlias,
  listStateMachineAliases,
  updateStateMachineAlias,
} from './aliases';
import { describeStateMachine, describeStateMachineForExecution, listStateMachines } from './describe-state-machine';
import { describeExecution, listExecutions, redriveExecution, stopExecution } from './executions';
import { getExecutionHistory } from './history';
import { describeMapRun, listMapRuns, updateMapRun } from './map-runs';
import type { Operation } from './service-context';
import { startExecution, startSyncExecution } from './start-execution';
import { createStateMachine, deleteStateMachine, updateStateMachine } from './state-machines';
import { listTagsForResource, tagResource, untagResource } from './tags';
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from './tasks';
import { validateStateMachineDefinition } from './validation';
import { deleteStateMachineVersion, listStateMachineVersions, publishStateMachineVersion } from './versions';

const IMPLEMENTED: Record<SupportedOperation, Operation> = {
  CreateStateMachine: createStateMachine,
  UpdateStateMachine: updateStateMachine,
  DeleteStateMachine: deleteStateMachine,
  DescribeStateMachine: describeStateMachine,
  ListStateMachines: listStateMachines,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
  ListStateMachineVersions: listStateMachineVersions,
  StartExecution: startExecution,
  StopExecution: stopExecution,
  RedriveExecution: redriveExecution,
  DescribeExecution: describeExecution,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  DescribeMapRun: describeMapRun,
  ListMapRuns: listMapRuns,
  UpdateMapRun: updateMapRun,
  SendTaskSuccess: sendTaskSuccess,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
  PublishStateMachineVersion: publishStateMachineVersion,
  DeleteStateMachineVersion: deleteStateMachineVersion,
  CreateStateMachineAlias: createStateMachineAlias,
  UpdateStateMachineAlias: updateStateMachineAlias,
  DeleteStateMachineAlias: deleteStateMachineAlias,
  DescribeStateMachineAlias: describeStateMachineAlias,
  ListStateMachineAliases: listStateMachineAliases,
  StartSyncExecution: startSyncExecution,
  CreateActivity: createActivity,
  DeleteActivity: deleteActivity,
  DescribeActivity: describeActivity,
  ListActivities: listActivities,
  GetActivityTask: getActivityTask,
};

/** @throws UnknownOperationException for an operation that AWS does not have, or that this engine does not carry out. */
export function findOperation(name: string): Operation {
  const support: 'supported' | Refused | undefined = Object.hasOwn(OPERATIONS, name)
    ? OPERATIONS[name as keyof typeof OPERATIONS]
    : undefined;
  if (support === 'supported') return IMPLEMENTED[name as SupportedOperation];
  const message = support
    ? `${name} is not supported by the local Step Functions: ${support.refused}.`
    : `AWS Step Functions has no operation ${name}.`;
  throw new StepFunctionsError('UnknownOperationException', message);
}
