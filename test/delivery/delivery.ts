import { copyFileSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  DeleteFunctionCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import { environment } from '@blueprint/env';
import { accountOf } from '@blueprint/scripts/delivery/account';
import type { LocalAccounts } from '@blueprint/scripts/delivery/local-accounts';
import { documentedCommands } from '../docs/commands';
import type { ProjectCopy } from '../workflows/project-copy';
import { same, says } from './checks';
import { takeRole } from './ci-role';
import { Deliver, ran } from './deliver';
import type { Issues } from './issues';

const project = resolve(__dirname, '..', '..');
const dev = environment('dev');
const REPOSITORY = 'example/stepfunctions-blueprint';
const FunctionName = 'dev-blueprint-command-finish';

type Step = readonly [what: string, look: () => Promise<void>];

/** The way of two artifacts through two environments: each step goes on from what the one before has left. */
export class Delivery {
  /** With the root of every account. */
  private readonly people: Deliver;
  private readonly lambda: LambdaClient;
  private first = '';
  private second = '';

  constructor(
    private readonly copy: ProjectCopy,
    private readonly accounts: LocalAccounts,
    private readonly issues: Issues,
    private readonly configFile: string,
    private readonly folder: string,
  ) {
    this.people = new Deliver(copy, { AWS_CONFIG_FILE: configFile });
    this.lambda = new LambdaClient({
      endpoint: accounts.endpoints.dev ?? '',
      region: dev.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
  }

  steps(): readonly Step[] {
    return [
      ...this.artifact(),
      ...this.bootstrap(),
      ...this.pipeline(),
      ...this.promotion(),
      ...this.drift(),
      ...this.rollback(),
      ...this.pages(),
    ];
  }

  private artifact(): readonly Step[] {
    return [
      [
        'the artifact is the same from two builds in two folders, and another one when an environment changes',
        async () => {
          this.reserve(3);
          this.first = await this.build();
          const bytes = readFileSync(join(this.copy.root, this.first));
          const here = await this.people.succeeds('artifact');
          same('the second build', readFileSync(join(this.copy.root, fileIn(here))).equals(bytes), true);
          // Kept beside: the next build takes its place.
          this.first = this.keep(this.first, 'first.zip');
          this.reserve(7);
          this.second = this.keep(await this.build(), 'second.zip');
          same('an artifact of another reservation', readFileSync(this.second).equals(bytes), false);
          this.reserve(3);
        },
      ],
      [
        'a damaged artifact is refused',
        async () => {
          const bytes = readFileSync(this.first);
          bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
          writeFileSync(join(this.copy.root, 'damaged.zip'), bytes);
          await this.people.fails('artifact --check damaged.zip', 'damaged.zip');
        },
      ],
    ];
  }

  private bootstrap(): readonly Step[] {
    return [
      [
        'nothing is promoted before the bootstrap',
        async () => {
          await this.people.fails(
            `promote --artifact ${this.first} --to dev --yes`,
            'Run "npm run bootstrap -- --env dev" once.',
          );
        },
      ],
      [
        'a bootstrap moves its state into the bucket that it made, and running it again changes nothing',
        async () => {
          says(
            await this.people.succeeds('bootstrap --env dev --yes'),
            'The state of dev-delivery is in dev-blueprint-terraform-state-111111111111',
          );
          same('states left on this machine', readdirSync(join(this.copy.root, '.local', 'bootstrap')), []);
          says(await this.people.succeeds('bootstrap --env dev'), 'dev-delivery: no changes');
        },
      ],
      [
        'a bootstrap that was killed half-way goes on where it was',
        async () => {
          const { process: bootstrap, ended } = this.people.start('bootstrap --env stg --yes');
          const state = join(this.copy.root, '.local', 'bootstrap', 'stg-delivery.tfstate');
          // The bucket's lifecycle takes a minute: by the time the state names the bucket, most is still to come.
          while (
            bootstrap.exitCode === null &&
            !(existsSync(state) && readFileSync(state, 'utf8').includes('aws_s3_bucket'))
          )
            await pause(200);
          bootstrap.kill('SIGINT');
          same('the exit code', (await ended).code, 130);
          says(await this.people.succeeds('bootstrap --env stg --yes'), 'The state of stg-delivery is in');
        },
      ],
      [
        'its roles are for the jobs of one repository and environment',
        async () => {
          await this.takeRole('plan', { repository: REPOSITORY, environment: 'dev-plan' });
          for (const job of [
            { repository: REPOSITORY, environment: 'dev' },
            { repository: 'someone/else', environment: 'dev-plan' },
          ]) {
            const refused = await this.takeRole('plan', job).then(
              () => 'taken',
              (error: Error) => error.message,
            );
            says(refused, 'AccessDenied');
          }
        },
      ],
    ];
  }

  /** As the jobs of the pipeline do it: plans with one role, applies of saved plans with another. */
  private pipeline(): readonly Step[] {
    return [
      [
        'the workflows are not planned before the storage is there',
        async () => {
          const planner = await this.takeRole('plan');
          const output = await planner.succeeds(`plan --env dev --artifact ${this.first}`);
          says(output, 'dev-storage: ');
          says(output, 'dev-workflows: planned once the storage is there');
        },
      ],
      ['the role of plans cannot apply', async () => this.planCannotApply()],
      ['the first deploy: storage, then workflows, each applied as it was planned', async () => this.firstDeploy()],
      [
        'a plan of another artifact, or one that nobody saved, is refused',
        async () => {
          const planner = await this.takeRole('plan');
          const plan = planIn(
            await planner.succeeds(`plan --env dev --stack workflows --artifact ${this.first} --save`),
          );
          const applier = await this.takeRole('apply');
          await applier.fails(
            `apply --env dev --stack workflows --artifact ${this.second} --plan ${plan}`,
            'There is no plans/',
          );
          await applier.fails(
            `apply --env dev --stack storage --artifact ${this.first} --plan ${plan}`,
            'There is no plans/',
          );
        },
      ],
    ];
  }

  private async planCannotApply(): Promise<void> {
    const planner = await this.takeRole('plan');
    const plan = planIn(await planner.succeeds(`plan --env dev --stack storage --artifact ${this.first} --save`));
    await planner.fails(
      `apply --env dev --stack storage --artifact ${this.first} --plan ${plan}`,
      'not authorized to perform: s3:PutObject',
    );
  }

  private async firstDeploy(): Promise<void> {
    for (const stack of ['storage', 'workflows']) {
      const planner = await this.takeRole('plan');
      const plan = planIn(await planner.succeeds(`plan --env dev --stack ${stack} --artifact ${this.first} --save`));
      const applier = await this.takeRole('apply');
      says(
        await applier.succeeds(`apply --env dev --stack ${stack} --artifact ${this.first} --plan ${plan}`),
        'applied in',
      );
    }
    same('the reserved concurrency', await this.reserved(), 3);
    await this.people.fails('promote --from dev --to stg --yes', 'Nothing was deployed to dev yet');
    const applier = await this.takeRole('apply');
    says(await applier.succeeds(`smoke --env dev --artifact ${this.first}`), 'smoke test: ');
  }

  private promotion(): readonly Step[] {
    return [
      [
        'what dev has is promoted to stg, byte for byte',
        async () => {
          says(await this.people.succeeds('promote --from dev --to stg --yes'), 'stg has ');
          says(await this.people.succeeds('rollback --env dev --list'), 'passed');
          await this.people.succeeds('fetch --env stg --file fetched.zip');
          same(
            'the artifact in stg',
            readFileSync(join(this.copy.root, 'fetched.zip')).equals(readFileSync(this.first)),
            true,
          );
        },
      ],
      [
        'a plan whose state has changed since is refused',
        async () => {
          const planner = await this.takeRole('plan');
          const plan = planIn(
            await planner.succeeds(`plan --env dev --stack workflows --artifact ${this.second} --save`),
          );
          const second = await this.people.succeeds(`promote --artifact ${this.second} --to dev --yes`);
          says(second, 'dev-storage: no changes');
          same('the reserved concurrency', await this.reserved(), 7);
          const applier = await this.takeRole('apply');
          await applier.fails(
            `apply --env dev --stack workflows --artifact ${this.second} --plan ${plan}`,
            'The plan is stale',
          );
        },
      ],
    ];
  }

  private drift(): readonly Step[] {
    return [
      [
        'drift opens an issue, and closes it when it is gone',
        async () => {
          await (await this.takeRole('plan')).succeeds('drift --env dev');
          await this.changeByHand(1);
          await (await this.takeRole('plan')).fails('drift --env dev', 'update  aws_lambda_function.');
          const reporter = async () => (await this.takeRole('plan')).with(this.issues.variables);
          says(await (await reporter()).succeeds('drift --env dev --issue'), 'An issue was opened');
          says(await (await reporter()).succeeds('drift --env dev --issue'), 'Issue 1 says so');
          await this.changeByHand(7);
          says(await (await reporter()).succeeds('drift --env dev --issue'), 'Issue 1 was closed');
          same(
            'issues',
            this.issues.all.map(({ title, state }) => [title, state]),
            [['Drift in dev', 'closed']],
          );
        },
      ],
    ];
  }

  private rollback(): readonly Step[] {
    return [
      [
        'a rollback deploys the artifact before',
        async () => {
          says(await this.people.succeeds('rollback --env dev --yes'), 'dev-workflows: 1 to update');
          same('the reserved concurrency', await this.reserved(), 3);
          await this.people.succeeds('drift --env dev');
        },
      ],
      [
        '"cdktf deploy" by hand works beside it, on the same states',
        async () => {
          const cdktf = join(this.copy.root, 'node_modules', 'cdktf-cli', 'bundle', 'bin', 'cdktf.js');
          const { variables } = accountOf(dev, { ...process.env, AWS_CONFIG_FILE: this.configFile });
          const settings = ['--auto-approve', '--skip-provider-lock', '--terraform-parallelism=64'];
          const { code, output } = await this.copy.startWith(
            { ...(variables as Record<string, string>), CI: 'true', FORCE_COLOR: '0' },
            ...[cdktf, 'deploy', 'dev-storage', 'dev-workflows', ...settings],
          ).ended;
          if (code !== 0) throw new Error(output.slice(-1500));
          same('plans without a change', output.match(/No changes\. Your infrastructure matches/g)?.length, 2);
        },
      ],
      [
        'a deployment whose smoke test fails is not promoted',
        async () => {
          await this.lambda.send(new DeleteFunctionCommand({ FunctionName }));
          await this.people.fails(`smoke --env dev --artifact ${this.first}`, FunctionName);
          await this.people.fails('promote --from dev --to stg --yes', 'it is not promoted');
        },
      ],
      [
        'a plan that takes data away is refused',
        async () => {
          this.copy.write(
            'stacks/workflow-list.ts',
            this.copy.read('stacks/workflow-list.ts').replace(/^.*EventIntake.*$/m, ''),
          );
          const without = await this.build();
          await this.people.fails(`promote --artifact ${without} --to dev --yes`, 'would destroy what holds data');
        },
      ],
    ];
  }

  private pages(): readonly Step[] {
    return [
      [
        'local accounts are started by hand, too',
        async () => {
          symlinkSync(join(project, '.local', 'venv'), join(this.copy.root, '.local', 'venv'));
          const { process: accounts, ended } = this.people.start('accounts dev stg');
          let said = '';
          accounts.stdout?.on('data', (chunk: Buffer) => {
            said += chunk;
          });
          while (accounts.exitCode === null && !said.includes('export AWS_CONFIG_FILE=')) await pause(200);
          accounts.kill('SIGINT');
          same('the exit code', (await ended).code, 0);
          says(said, 'http://127.0.0.1:4600');
        },
      ],
      [
        'every command of docs/environments.md and docs/promotion.md was run',
        async () => {
          const pages = ['docs/environments.md', 'docs/promotion.md'];
          const told = documentedCommands().filter(({ page }) => pages.includes(page));
          const missing = told.filter(({ command }) => !ran.has(command)).map(({ command }) => command);
          same('what was not run', missing, []);
        },
      ],
    ];
  }

  /** @returns the artifact's file in the copy */
  private async build(): Promise<string> {
    return fileIn(await this.people.succeeds('artifact'));
  }

  private keep(file: string, as: string): string {
    const kept = join(this.folder, as);
    copyFileSync(join(this.copy.root, file), kept);
    return kept;
  }

  /** Changes one field of an environment: how many invocations of a function are reserved. */
  private reserve(invocations: number): void {
    const text = this.copy.read('env/dev.ts');
    const reserved = `reserved: { 'command/finish': ${invocations} }`;
    this.copy.write('env/dev.ts', text.replace(/reserved: \{.*?\}/, reserved));
  }

  private async takeRole(
    role: 'plan' | 'apply',
    job = { repository: REPOSITORY, environment: role === 'plan' ? 'dev-plan' : 'dev' },
  ): Promise<Deliver> {
    const file = join(this.folder, `${role}-config`);
    const roleArn = `arn:aws:iam::${dev.account}:role/dev-blueprint-delivery-${role}`;
    await takeRole(this.accounts.endpoints.dev ?? '', { environment: dev, roleArn, file }, job);
    return new Deliver(this.copy, { AWS_CONFIG_FILE: file });
  }

  /** As the account has it. */
  private async reserved(): Promise<number | undefined> {
    const answer = await this.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    return answer.ReservedConcurrentExecutions;
  }

  private async changeByHand(ReservedConcurrentExecutions: number): Promise<void> {
    await this.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  }
}

function fileIn(output: string): string {
  return /\.build\/artifact\/\S+\.zip/.exec(output)?.[0] ?? '';
}

function planIn(output: string): string {
  return /kept as ([0-9a-f]{64})/.exec(output)?.[1] ?? '';
}
