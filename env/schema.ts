import { z } from 'zod';

/** Days that CloudWatch Logs accepts as a retention. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** How long a failed execution can be redriven, and so how long a successor waits for it by default: 14 days in seconds. */
export const REDRIVE_WINDOW_SECONDS = 14 * 24 * 60 * 60;

/** The longest that DynamoDB keeps a stream record: a day. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const STREAM_RETENTION_MS = 24 * 60 * 60 * 1000;

/** The longest that a Standard execution runs, and so that anything in it waits: a year in seconds. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LONGEST_EXECUTION_SECONDS = 365 * 24 * 60 * 60;

/** The longest that SQS keeps a message: 14 days. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const QUEUE_RETENTION_SECONDS = 14 * 24 * 60 * 60;

/** An age to alarm at. Above the largest, an alarm would never come, or come too late. */
function tolerated(unit: string, smallest: number, largest: number, why: string) {
  const error = `must be a whole number of ${unit} from ${smallest} to ${largest}: ${why}`;
  return z.int({ error }).min(smallest, { error }).max(largest, { error });
}

function parameterName(example: string) {
  return z.string().regex(/^\/[\w./-]{1,1000}$/, {
    error: `must be the name of an SSM parameter, such as /dev/blueprint/${example}`,
  });
}

const logRetention = z.int().refine((days) => LOG_RETENTION_DAYS.includes(days), {
  error: `must be a retention that CloudWatch Logs has: ${LOG_RETENTION_DAYS.join(', ')} days`,
});

const retention = z.strictObject({
  /** Days a settled command row stays in the commands table before TTL removes it. */
  commandRowsDays: z.int().min(1),
  /** Days a task, its items, and the rows and counts of an import stay. */
  jobsDays: z.int().min(1),
  /** Days the execution logs of state machines are kept; 180 is six months. */
  machineLogsDays: logRetention,
  /** Days the log groups of functions are kept. */
  functionLogsDays: logRetention,
  /**
   * The lifecycle of buckets: days that replaced and deleted object versions stay, and days that an uploaded import file stays.
   * Without it buckets keep everything.
   */
  objects: z.strictObject({ noncurrentDays: z.int().min(1), importsDays: z.int().min(1) }).optional(),
});

const stream = z.strictObject({
  /** Records of one invocation, 1–10,000. */
  batchSize: z.int().min(1).max(10_000),
  /** Seconds to gather a batch, 0–300. */
  windowSeconds: z.int().min(0).max(300),
  /** Concurrent batches of one shard, 1–10; records of one partition key stay in order. */
  parallelization: z.int().min(1).max(10),
});

const queue = z
  .strictObject({
    /** Messages of one invocation, 1–10,000; more than 10 need a window. */
    batchSize: z.int().min(1).max(10_000),
    /** Seconds to gather a batch, 0–300. */
    windowSeconds: z.int().min(0).max(300),
    /** Invocations that one queue may have at once, 2–1,000. */
    maximumConcurrency: z.int().min(2).max(1_000),
  })
  .refine(({ batchSize, windowSeconds }) => batchSize <= 10 || windowSeconds > 0, {
    path: ['windowSeconds'],
    error: 'must be at least 1 where batchSize is more than 10',
  });

const imports = z.strictObject({
  /** Rows that one child execution gets: the `MaxItemsPerBatch` of the Distributed Map. Throughput asks for more: ADR 16. */
  rowsPerBatch: z.int().min(1).max(5_000).default(10),
  /** Child executions at once: the `MaxConcurrency` of the Distributed Map. */
  batches: z.int().min(1).max(10_000),
  /** Rejected or failed batches, in percent of all, up to which the import goes on. */
  toleratedFailurePercentage: z.number().min(0).max(100),
  /** Concurrent batches of one shard of the stream of `import_tmp`, 1–10: what applying rows may take from everything else. */
  appliers: z.int().min(1).max(10),
});

const notifications = z.strictObject({
  /** Where status changes are sent: HTTPS, or HTTP on this machine. Each receiver gets every one. */
  webhooks: z.array(
    z.union([z.url({ protocol: /^https$/ }), z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ })], {
      error: 'must be an https URL; http is for 127.0.0.1 only',
    }),
  ),
  /** Name of the SSM parameter (SecureString) that holds the key of the signatures. Nobody but people and the sender read it. */
  signingKeyParameter: parameterName('webhook-key'),
});

const approvals = z
  .strictObject({
    /** E-mail addresses of the people who may approve. Each gets a link of their own, and any one of them decides. */
    approvers: z
      .array(z.email().max(128))
      .min(1)
      .max(100)
      .refine((emails) => new Set(emails.map((email) => email.toLowerCase())).size === emails.length, {
        error: 'must name each approver once',
      }),
    /** Whether SNS sends them mail: to each address a subscription, which its owner confirms once. */
    mail: z.boolean(),
    /** Seconds after which a request that nobody decided is refused by itself. */
    expirySeconds: z.int().min(60).max(LONGEST_EXECUTION_SECONDS),
    /** Seconds between two reminders of a request that is open; from the expiry on there is none. */
    reminderSeconds: z.int().min(60),
    /** Name of the SSM parameter (SecureString) that holds the key of the links' signatures: at least 32 characters. */
    linkKeyParameter: parameterName('approval-key'),
  })
  .refine(({ expirySeconds, reminderSeconds }) => reminderSeconds <= expirySeconds, {
    path: ['reminderSeconds'],
    error: 'must be at most expirySeconds',
  });

const concurrency = z.strictObject({
  /** Reserved concurrency by function path, such as `command/sync-data`. A function not named here shares the account's pool. */
  reserved: z.record(z.string(), z.int().min(0)),
  /** How table streams are read. */
  stream,
  /** How queues are read. */
  queue,
  /** Items of one task that are processed at once, 1–40: the `MaxConcurrency` of `map_state`. */
  taskItems: z.int().min(1).max(40),
  /** How import files are worked through. */
  imports,
});

const alarms = z.strictObject({
  enabled: z.boolean(),
  /** SNS topic that hears of every alarm and its end; without it alarms only change their state. */
  topicArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/, { error: 'must be the ARN of a standard SNS topic' })
    .optional(),
  thresholds: z.strictObject({
    /** Errors of one function in five minutes that are tolerated; single ones are retried by the state machine. */
    functionErrors: z.int().min(0),
    /** Age in milliseconds of the oldest stream record that is tolerated. */
    iteratorAgeMs: tolerated('milliseconds', 1_000, STREAM_RETENTION_MS, 'a stream keeps records for a day'),
    /** Age in seconds of the oldest unsettled command that is tolerated. */
    oldestOpenCommandSeconds: tolerated(
      'seconds',
      60,
      REDRIVE_WINDOW_SECONDS,
      'a failed command can be redriven for 14 days',
    ),
    /** Age in seconds of the oldest message in a queue that is tolerated. */
    oldestMessageSeconds: tolerated('seconds', 60, QUEUE_RETENTION_SECONDS, 'a queue keeps messages for 14 days'),
  }),
});

const protection = z.strictObject({
  /** Tables refuse DeleteTable, and Terraform refuses a plan that would destroy storage. */
  deletion: z.boolean(),
  /** Buckets are emptied when they are destroyed. */
  forceDestroy: z.boolean(),
});

const api = z.strictObject({
  /** Whose tokens API Gateway accepts. */
  jwt: z.strictObject({
    /** As in the claim `iss`; its keys are found through `<issuer>/.well-known/openid-configuration`. */
    issuer: z.url({ protocol: /^https$/, error: 'must be an https URL' }),
    /** Accepted values of the claim `aud`, or of `client_id` where a token has no `aud`. */
    audience: z.array(z.string().min(1)).min(1),
    /** Name of the claim that holds the caller's tenant. */
    tenantClaim: z.string().regex(/^[\w:-]{1,128}$/, { error: 'must be the name of a claim, such as tenant' }),
  }),
  /** What the stage takes before it answers 429: a token bucket. */
  throttling: z.strictObject({ requestsPerSecond: z.int().min(1), burst: z.int().min(1) }),
});

/** Who deploys the environment, other than people by hand. */
const delivery = z.strictObject({
  /**
   * The GitHub repository whose workflows may take the environment's roles: `owner/name`. The plan role is for jobs of its GitHub
   * environment `<env>-plan`, the apply role for those of `<env>`.
   */
  repository: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100}$/, {
    error: 'must be a GitHub repository: owner/name',
  }),
  /** Whether this environment makes the account's OIDC provider of GitHub. An account has one: where two environments share it, one makes it. */
  oidcProvider: z.boolean(),
});

/** Provider settings for an AWS that is not AWS's; its address comes from the `AWS_*` variables Terraform runs with. */
const provider = z.strictObject({
  skipCredentialsValidation: z.boolean(),
  skipMetadataApiCheck: z.boolean(),
  skipRegionValidation: z.boolean(),
  s3UsePathStyle: z.boolean(),
});

/**
 * Everything in which two environments may differ. Units are in the field's name: days, seconds, milliseconds.
 */
export const environmentSchema = z
  .strictObject({
    /** First part of every resource name. */
    name: z.string().regex(/^[a-z][a-z0-9]{1,7}$/, { error: 'must be 2–8 lower-case letters and digits' }),
    /** Second part of every resource name. */
    app: z.string().regex(/^[a-z][a-z0-9-]{1,18}[a-z0-9]$/, {
      error: 'must be 3–20 lower-case letters, digits and hyphens: bucket names are made of it',
    }),
    /** The only account the provider will touch. */
    account: z.string().regex(/^\d{12}$/, { error: 'must be an AWS account id: 12 digits in quotes' }),
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'must be an AWS region such as ap-northeast-1' }),
    /** Where Terraform keeps its state: a file under `.local`, or a versioned bucket of the account with a lock. */
    state: z.enum(['local', 's3']),
    /** What delivers to it. An environment that keeps its state in S3 has it. */
    delivery: delivery.optional(),
    retention,
    /** Seconds that a command waits for its predecessor; at most the 99,999,999 that Step Functions takes. */
    waitSeconds: z.int().min(60).max(99_999_999).default(REDRIVE_WINDOW_SECONDS),
    /** Age in seconds after which the reconciler looks at an unsettled command. */
    stuckAfterSeconds: z.int().min(10),
    /** Minutes between two runs of the reconciler. */
    reconcileMinutes: z.int().min(1),
    concurrency,
    notifications,
    /** Who is asked where a workflow waits for a person, and for how long. */
    approvals,
    /** The HTTP API. */
    api,
    alarms,
    protection,
    /** A customer managed key for tables, buckets, queues and log groups, in place of keys that AWS owns. */
    kms: z.boolean(),
    /** Inputs and outputs of states in the execution logs. They hold task tokens and personal data. */
    executionDataInLogs: z.boolean(),
    logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']),
    /** Tags on every resource, besides `Environment` and `Application`. */
    tags: z.record(z.string().min(1).max(128), z.string().max(256)),
    provider: provider.optional(),
  })
  .refine(({ protection }) => !(protection.deletion && protection.forceDestroy), {
    path: ['protection', 'forceDestroy'],
    error: 'must be false where deletion is protected',
  })
  .refine(({ state, delivery }) => (state === 's3') === (delivery !== undefined), {
    path: ['delivery'],
    error: 'must be there where state is "s3", and only there: it makes the bucket of the state',
  });

/** An environment as its file writes it: fields with a default may be left out. */
export type EnvironmentInput = z.input<typeof environmentSchema>;

/** An environment as the stacks read it: parsed and complete. */
export type Environment = z.output<typeof environmentSchema>;
