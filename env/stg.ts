import type { EnvironmentInput } from './schema';

/** The rehearsal of production: same keys, alarms and protection, with execution data visible because its data is made up. */
export const stg: EnvironmentInput = {
  name: 'stg',
  app: 'blueprint',
  account: '222222222222',
  region: 'ap-northeast-1',
  state: 's3',
  delivery: { repository: 'example/stepfunctions-blueprint', oidcProvider: true },
  retention: {
    commandRowsDays: 30,
    jobsDays: 90,
    machineLogsDays: 180,
    functionLogsDays: 30,
    objects: { noncurrentDays: 30, importsDays: 30 },
  },
  stuckAfterSeconds: 300,
  reconcileMinutes: 5,
  concurrency: {
    reserved: {},
    stream: { batchSize: 100, windowSeconds: 0, parallelization: 4 },
    queue: { batchSize: 10, windowSeconds: 0, maximumConcurrency: 10 },
    taskItems: 2,
    imports: { rowsPerBatch: 500, batches: 50, toleratedFailurePercentage: 5, appliers: 4 },
  },
  notifications: {
    webhooks: [],
    signingKeyParameter: '/stg/blueprint/webhook-key',
  },
  approvals: {
    approvers: ['approver@stg.example.com'],
    mail: true,
    expirySeconds: 259_200,
    reminderSeconds: 86_400,
    linkKeyParameter: '/stg/blueprint/approval-key',
  },
  api: {
    jwt: { issuer: 'https://issuer.stg.example.com', audience: ['blueprint'], tenantClaim: 'tenant' },
    throttling: { requestsPerSecond: 500, burst: 1000 },
  },
  alarms: {
    enabled: true,
    thresholds: { functionErrors: 5, iteratorAgeMs: 300_000, oldestOpenCommandSeconds: 900, oldestMessageSeconds: 900 },
  },
  protection: { deletion: true, forceDestroy: false },
  kms: true,
  executionDataInLogs: true,
  logLevel: 'INFO',
  tags: { Owner: 'platform' },
};
