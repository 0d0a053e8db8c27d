import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConcurrencyCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { environment, stateBucketName } from '@blueprint/env';
import type { LocalAccounts } from '@blueprint/scripts/delivery/local-accounts';
import type { ProjectCopy } from '../workflows/project-copy';
import { takeRole } from './ci-role';
import { Deliver } from './deliver';
import type { Issues } from './issues';

export const dev = environment('dev');
export const REPOSITORY = 'example/stepfunctions-blueprint';
export const FunctionName = 'dev-blueprint-command-finish';

const ROOT = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Of a state of Terraform, what is changed here. */
interface State {
  serial: number;
  resources: { type: string; name: string; instances: { status?: string }[] }[];
}

/** Goes on from what the step before has left. */
export type Step = readonly [what: string, look: () => Promise<void>];

/** The way of two artifacts through two environments, with what the steps look with. */
export class Journey {
  /** With the root of every account. */
  readonly people: Deliver;
  readonly lambda: LambdaClient;
  first = '';
  second = '';

  constructor(
    readonly copy: ProjectCopy,
    private readonly accounts: LocalAccounts,
    readonly issues: Issues,
    readonly configFile: string,
    private readonly folder: string,
  ) {
    this.people = new Deliver(copy, { AWS_CONFIG_FILE: configFile });
    this.lambda = new LambdaClient({
      endpoint: accounts.endpoints.dev ?? '',
      region: dev.region,
      credentials: ROOT,
    });
  }

  /** @returns the artifact's file in the copy */
  async build(): Promise<string> {
    return artifactIn(await this.people.succeeds('artifact'));
  }

  keep(file: string, as: string): string {
    const kept = join(this.folder, as);
    copyFileSync(join(this.copy.root, file), kept);
    return kept;
  }

  /** Changes one field of an environment: how many invocations of a function are reserved. */
  reserve(invocations: number): void {
    const text = this.copy.read('env/dev.ts');
    const reserved = `reserved: { 'command/finish': ${invocations} }`;
    this.copy.write('env/dev.ts', text.replace(/reserved: \{.*?\}/, reserved));
  }

  /** The next release keeps one more table, and its storage puts out what it is called. */
  addTable(): void {
    const text = this.copy.read('stacks/storage.ts');
    const added = '{ ...own, tables: { ...own.tables, notes: {} } }';
    this.copy.write('stacks/storage.ts', text.replace('this.createOwn(own,', `this.createOwn(${added},`));
  }

  async takeRole(
    role: 'plan' | 'apply',
    job = { repository: REPOSITORY, environment: role === 'plan' ? 'dev-plan' : 'dev' },
  ): Promise<Deliver> {
    const file = join(this.folder, `${role}-config`);
    const roleArn = `arn:aws:iam::${dev.account}:role/dev-blueprint-delivery-${role}`;
    await takeRole(this.accounts.endpoints.dev ?? '', { environment: dev, roleArn, file }, job);
    return new Deliver(this.copy, { AWS_CONFIG_FILE: file });
  }

  /**
   * Writes into the state of an environment's storage that a resource was cut off while it was made.
   *
   * @param begins how its address begins
   * @returns its address
   */
  async taint(environmentName: string, begins: string): Promise<string> {
    const { name, region } = environment(environmentName);
    const s3 = new S3Client({
      endpoint: this.accounts.endpoints[name] ?? '',
      region,
      forcePathStyle: true,
      credentials: ROOT,
    });
    const object = { Bucket: stateBucketName(environment(name)), Key: `${name}-storage.tfstate` };
    const { Body } = await s3.send(new GetObjectCommand(object));
    const state: State = JSON.parse((await Body?.transformToString()) ?? '');
    const found = state.resources.find(({ type, name: one }) => `${type}.${one}`.startsWith(begins));
    for (const instance of found?.instances ?? []) instance.status = 'tainted';
    await s3.send(new PutObjectCommand({ ...object, Body: JSON.stringify({ ...state, serial: state.serial + 1 }) }));
    return `${found?.type}.${found?.name}`;
  }

  /** As the account has it. */
  async reserved(): Promise<number | undefined> {
    const answer = await this.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    return answer.ReservedConcurrentExecutions;
  }

  async changeByHand(ReservedConcurrentExecutions: number): Promise<void> {
    await this.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  }
}

/** The artifact that a command says it wrote. */
export function artifactIn(output: string): string {
  return /\.build\/artifact\/\S+\.zip/.exec(output)?.[0] ?? '';
}

/** The saved plan that a command names. */
export function planIn(output: string): string {
  return /kept as ([0-9a-f]{64})/.exec(output)?.[1] ?? '';
}
