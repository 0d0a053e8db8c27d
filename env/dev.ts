import type { EnvironmentInput } from './schema';

/** Where branches are tried: like production in its parts, but cheap and easy to tear down. */
export const dev: EnvironmentInput = {
  name: 'dev',
  app: 'blueprint',
  account: '111111111111',
  region: 'ap-northeast-1',
  state: 's3',
  delivery: { repository: 'example/stepfunctions-blueprint', oidcProvider: true },
  retention: {
    commandRowsDays: 14,
    jobsDays: 90,
    machineLogsDays: 180,
    functionLogsDays: 14,
    objects: { noncurrentDays: 7, importsDays: 14 },
  },
  stuckAfterSeconds: 300,
  reconcileMinutes: 5,
  concurrency: {
    reserved: {},
    stream: { batchSize: 100, windowSeconds: 0, parallelization: 2 },
    queue: { batchSize: 10, windowSeconds: 0, maximumConcurrency: 10 },
    taskItems: 2,
    imports: { rowsPerBatch: 500, batches: 50, toleratedFailurePercentage: 5, appliers: 2 },
  },
  notifications: {
    webhooks: [],
    signingKeyParameter: '/dev/blueprint/webhook-key',
  },
  approvals: {
    approvers: ['approver@dev.example.com'],
    mail: true,
    expirySeconds: 86_400,
    reminderSeconds: 14_400,
    linkKeyParameter: '/dev/blueprint/approval-key',
  },
  api: {
    jwt: { issuer: 'https://issuer.dev.example.com', audience: ['blueprint'], tenantClaim: 'tenant' },
    throttling: { requestsPerSecond: 100, burst: 200 },
  },
  alarms: {
    enabled: false,
    thresholds: { functionErrors: 5, iteratorAgeMs: 300_000, oldestOpenCommandSeconds: 900, oldestMessageSeconds: 900 },
  },
  protection: { deletion: false, forceDestroy: true },
  kms: false,
  executionDataInLogs: true,
  logLevel: 'DEBUG',
  tags: { Owner: 'platform' },
};
