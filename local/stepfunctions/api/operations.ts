import { StepFunctionsError } from '../errors';
import type { OperationName } from '../supported';
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
import { testState } from './test-state';
import { validateStateMachineDefinition } from './validation';
import { deleteStateMachineVersion, listStateMachineVersions, publishStateMachineVersion } from './versions';

const IMPLEMENTED: Record<OperationName, Operation> = {
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
  TestState: testState,
};

/** @throws UnknownOperationException for an operation that AWS does not have. */
export function findOperation(name: string): Operation {
  if (Object.hasOwn(IMPLEMENTED, name)) return IMPLEMENTED[name as OperationName];
  throw new StepFunctionsError('UnknownOperationException', `AWS Step Functions has no operation ${name}.`);
}
