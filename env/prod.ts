import type { EnvironmentInput } from './schema';

/** Production: protected against deletion, encrypted with a key of its own, and no execution data in logs. */
export const prod: EnvironmentInput = {
  name: 'prod',
  app: 'blueprint',
  account: '333333333333',
  region: 'ap-northeast-1',
  state: 's3',
  delivery: { repository: 'example/stepfunctions-blueprint', oidcProvider: true },
  retention: {
    commandRowsDays: 90,
    jobsDays: 90,
    machineLogsDays: 180,
    functionLogsDays: 90,
    objects: { noncurrentDays: 90, importsDays: 90 },
  },
  stuckAfterSeconds: 300,
  reconcileMinutes: 5,
  concurrency: {
    reserved: { 'command/reconcile': 1 },
    stream: { batchSize: 100, windowSeconds: 0, parallelization: 10 },
    queue: { batchSize: 10, windowSeconds: 0, maximumConcurrency: 10 },
    taskItems: 2,
    imports: { rowsPerBatch: 500, batches: 50, toleratedFailurePercentage: 5, appliers: 4 },
  },
  notifications: {
    webhooks: [],
    signingKeyParameter: '/prod/blueprint/webhook-key',
  },
  approvals: {
    approvers: ['approver@example.com', 'deputy.approver@example.com'],
    mail: true,
    expirySeconds: 259_200,
    reminderSeconds: 86_400,
    linkKeyParameter: '/prod/blueprint/approval-key',
  },
  api: {
    jwt: { issuer: 'https://issuer.example.com', audience: ['blueprint'], tenantClaim: 'tenant' },
    throttling: { requestsPerSecond: 500, burst: 1000 },
  },
  alarms: {
    enabled: true,
    thresholds: { functionErrors: 5, iteratorAgeMs: 300_000, oldestOpenCommandSeconds: 900, oldestMessageSeconds: 900 },
  },
  protection: { deletion: true, forceDestroy: false },
  kms: true,
  executionDataInLogs: false,
  logLevel: 'INFO',
  tags: { Owner: 'platform' },
};
