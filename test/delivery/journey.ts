import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionConcurrencyCommand, LambdaClient, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { environment } from '@blueprint/env';
import type { LocalAccounts } from '@blueprint/scripts/delivery/local-accounts';
import type { ProjectCopy } from '../workflows/project-copy';
import { takeRole } from './ci-role';
import { Deliver } from './deliver';
import type { Issues } from './issues';

export const dev = environment('dev');
export const REPOSITORY = 'example/stepfunctions-blueprint';
export const FunctionName = 'dev-blueprint-command-finish';

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
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
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
