import type { EnvironmentInput } from './schema';

/** AWS on one machine: nothing to protect, everything to see. */
export const local: EnvironmentInput = {
  name: 'local',
  app: 'blueprint',
  account: '000000000000',
  region: 'ap-northeast-1',
  state: 'local',
  retention: {
    commandRowsDays: 7,
    jobsDays: 7,
    machineLogsDays: 180,
    functionLogsDays: 1,
    // No lifecycle of objects: Terraform waits a minute for each, and nothing here outlives the process.
  },
  stuckAfterSeconds: 60,
  reconcileMinutes: 1,
  concurrency: {
    reserved: {},
    stream: { batchSize: 100, windowSeconds: 0, parallelization: 4 },
    queue: { batchSize: 10, windowSeconds: 0, maximumConcurrency: 10 },
    taskItems: 2,
    imports: { rowsPerBatch: 500, batches: 50, toleratedFailurePercentage: 5, appliers: 2 },
  },
  notifications: {
    webhooks: ['http://127.0.0.1:4567/webhooks'],
    signingKeyParameter: '/local/blueprint/webhook-key',
  },
  approvals: {
    approvers: ['approver@local.example.com', 'second.approver@local.example.com'],
    mail: false,
    expirySeconds: 3_600,
    reminderSeconds: 1_200,
    linkKeyParameter: '/local/blueprint/approval-key',
  },
  api: {
    jwt: { issuer: 'https://issuer.local.invalid', audience: ['blueprint'], tenantClaim: 'tenant' },
    throttling: { requestsPerSecond: 1000, burst: 2000 },
  },
  alarms: {
    enabled: false,
    thresholds: { functionErrors: 5, iteratorAgeMs: 60_000, oldestOpenCommandSeconds: 300, oldestMessageSeconds: 900 },
  },
  protection: { deletion: false, forceDestroy: true },
  kms: false,
  executionDataInLogs: true,
  logLevel: 'INFO',
  tags: { Owner: 'platform' },
  provider: {
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
    s3UsePathStyle: true,
  },
};
