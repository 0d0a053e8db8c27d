import type { EnvironmentArns } from '../environment-arns';
import type { PolicyPart } from '../github-role';
import type { StateBucket } from '../state-bucket';
import { readData } from './read-data';
import { readWorkflows } from './read-workflows';
import { applyState, planState } from './state';
import { writeMessages } from './write-messages';
import { writeRoles } from './write-roles';
import { writeStorage } from './write-storage';
import { writeWorkflows } from './write-workflows';

/**
 * What the role of plans may do: read the settings of resources, and save a plan. Of what is in tables, queues and buckets it sees the
 * keys of objects only.
 */
export function planPolicies(arns: EnvironmentArns, bucket: StateBucket): PolicyPart[] {
  return [planState(arns, bucket), readData(arns), readWorkflows(arns)];
}

/**
 * What the role of applies may do: make, change and delete resources whose names begin as the environment's do, and no role that
 * could do more than the boundary.
 */
export function applyPolicies(arns: EnvironmentArns, bucket: StateBucket, boundary: string): PolicyPart[] {
  return [
    applyState(arns, bucket),
    readData(arns),
    readWorkflows(arns),
    writeStorage(arns),
    writeMessages(arns),
    writeWorkflows(arns),
    writeRoles(arns, boundary),
  ];
}
