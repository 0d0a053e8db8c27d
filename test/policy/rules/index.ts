import type { Rules } from '../rule';
import { alarmRules } from './alarms';
import { apiRules } from './api';
import { bucketRules } from './buckets';
import { eventSourceRules } from './event-sources';
import { functionRules } from './functions';
import { logAndKeyRules } from './logs-and-keys';
import { machineRules } from './machines';
import { messagingRules } from './messaging';
import { resourcePolicyRules } from './resource-policies';
import { roleRules } from './roles';
import { stackRules } from './stacks';
import { tableRules } from './tables';

/** Every rule, by its name. */
export const RULES: Rules = {
  ...bucketRules,
  ...tableRules,
  ...messagingRules,
  ...functionRules,
  ...eventSourceRules,
  ...machineRules,
  ...roleRules,
  ...resourcePolicyRules,
  ...logAndKeyRules,
  ...apiRules,
  ...alarmRules,
  ...stackRules,
};
