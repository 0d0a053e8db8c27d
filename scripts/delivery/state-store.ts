import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { STATE_BUCKET_FOLDERS, stateBucketName } from '@blueprint/env';
import { z } from 'zod';
import type { Account } from './account';

const deploymentSchema = z.strictObject({
  /** When it was recorded: ISO 8601. */
  at: z.string(),
  /** Of the artifact. */
  digest: z.string(),
  /** Whether something of it was applied and it has not come to its end, or how the smoke test ended. */
  outcome: z.enum(['began', 'passed', 'failed']),
  /** Who or what deployed it. */
  by: z.string(),
});

/** One deployment of an artifact to an environment. */
export type Deployment = z.output<typeof deploymentSchema>;

/** A plan that was saved to be reviewed. */
export interface SavedPlan {
  /** Of the artifact that it was made of. */
  readonly digest: string;
  readonly stack: string;
  /** Of the plan file: what was reviewed is what is applied. */
  readonly sha256: string;
}

/** What an environment's state bucket holds beside the states: plans, artifacts and deployments. */
export class StateStore {
  private readonly s3: S3Client;
  private readonly bucket: string;

  constructor(private readonly account: Account) {
    this.s3 = new S3Client(account.client);
    this.bucket = stateBucketName(account.environment);
  }

  /** @throws Error when the environment has no place for its state yet, or one that these credentials may not see */
  static async open(account: Account): Promise<StateStore> {
    const { environment } = account;
    if (environment.state === 'local') {
      throw new Error(
        `Environment ${environment.name} keeps its state in files of this machine: "npm start" deploys it. ` +
          'Artifacts go to environments whose state is in S3.',
      );
    }
    const store = new StateStore(account);
    if (await store.exists()) return store;
    throw new Error(
      `Environment ${environment.name} has no state bucket in account ${environment.account} that these credentials see. ` +
        `Run "npm run bootstrap -- --env ${environment.name}" once.`,
    );
  }

  /**
   * Whether the bucket is there.
   *
   * @throws Error when these credentials may not see it
   */
  private async exists(): Promise<boolean> {
    try {
      return await found(this.s3.send(new HeadBucketCommand({ Bucket: this.bucket, ...this.owner })));
    } catch (error) {
      // The answer has no body that could say more.
      if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 403) throw error;
      const { name, account } = this.account.environment;
      throw new Error(
        `These credentials may not see ${this.bucket}. Are they of account ${account}, and of somebody who delivers to ${name}?`,
      );
    }
  }

  /** Whether a stack was ever applied. */
  async hasState(stack: string): Promise<boolean> {
    return found(this.s3.send(new HeadObjectCommand({ Bucket: this.bucket, Key: `${stack}.tfstate`, ...this.owner })));
  }

  /**
   * Keeps a plan where only the environment's roles can read it, encrypted as the bucket is: it holds what resources hold, secrets
   * too.
   */
  async savePlan(digest: string, stack: string, file: string): Promise<SavedPlan> {
    const content = readFileSync(file);
    const saved = { digest, stack, sha256: createHash('sha256').update(content).digest('hex') };
    await this.put(planKey(saved), content);
    return saved;
  }

  /** @throws Error when there is no such plan of this artifact and stack, or it is not the one that was reviewed */
  async plan(saved: SavedPlan): Promise<Uint8Array> {
    const content = await this.get(
      planKey(saved),
      'Plan again: a plan is kept for seven days, for one artifact and stack.',
    );
    if (createHash('sha256').update(content).digest('hex') === saved.sha256) return content;
    throw new Error(`The plan ${planKey(saved)} is not the one that was reviewed. Plan again.`);
  }

  /** Keeps an artifact, so that it can be promoted from here and rolled back to. */
  async saveArtifact(digest: string, content: Uint8Array): Promise<void> {
    const Key = artifactKey(digest);
    const isThere = await found(this.s3.send(new HeadObjectCommand({ Bucket: this.bucket, Key, ...this.owner })));
    if (!isThere) await this.put(Key, content);
  }

  async artifact(digest: string): Promise<Uint8Array> {
    return this.get(artifactKey(digest), 'It was never deployed to this environment.');
  }

  async record(digest: string, outcome: Deployment['outcome'], by: string): Promise<Deployment> {
    const deployment = { at: new Date().toISOString(), digest, outcome, by };
    const key = `${STATE_BUCKET_FOLDERS.deployments}${deployment.at}-${deployment.digest.slice(0, 12)}.json`;
    await this.put(key, Buffer.from(JSON.stringify(deployment)));
    return deployment;
  }

  /** Every deployment, the newest first; each is read when it is asked for. */
  async *deployments(): AsyncGenerator<Deployment> {
    const request = { Bucket: this.bucket, Prefix: STATE_BUCKET_FOLDERS.deployments, ...this.owner };
    const keys: string[] = [];
    for await (const { Contents } of paginateListObjectsV2({ client: this.s3 }, request)) {
      keys.push(...(Contents ?? []).flatMap(({ Key }) => Key ?? []));
    }
    for (const key of keys.sort().reverse()) {
      const content = await this.get(key, 'Somebody has removed it.');
      yield deploymentSchema.parse(JSON.parse(Buffer.from(content).toString()));
    }
  }

  /** @returns undefined when nothing was ever deployed */
  async newestDeployment(): Promise<Deployment | undefined> {
    for await (const newest of this.deployments()) return newest;
    return undefined;
  }

  private get owner() {
    return { ExpectedBucketOwner: this.account.environment.account };
  }

  private async put(Key: string, Body: Uint8Array): Promise<void> {
    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body, ...this.owner }));
  }

  private async get(Key: string, advice: string): Promise<Uint8Array> {
    try {
      const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key, ...this.owner }));
      if (Body) return await Body.transformToByteArray();
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    throw new Error(`There is no ${Key} in ${this.bucket}. ${advice}`);
  }
}

function planKey({ digest, stack, sha256 }: SavedPlan): string {
  return `${STATE_BUCKET_FOLDERS.plans}${digest}/${stack}/${sha256}.tfplan`;
}

function artifactKey(digest: string): string {
  return `${STATE_BUCKET_FOLDERS.artifacts}${digest}.zip`;
}

async function found(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NotFound', 'NoSuchKey', 'NoSuchBucket'].includes(error.name);
}
