import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Account } from './account';
import { type Artifact, layOut } from './artifact';
import { type PlanSummary, summaryOf } from './plan-summary';
import { TerraformError, TerraformRun } from './terraform-run';
import { importId, taintedIn } from './unfinished';

const scratch = resolve(__dirname, '..', '..', '.local', 'delivery');

/** The stacks of an environment that an artifact is deployed to, in their order: each reads what the one before puts out. */
export const PARTS = ['storage', 'workflows'] as const;
export type Part = (typeof PARTS)[number];

export function isPart(name: string): name is Part {
  return PARTS.some((part) => part === name);
}

/** What must never be lost: a plan that takes one away is applied only when somebody says so. */
const HOLD_DATA = ['aws_dynamodb_table', 'aws_s3_bucket', 'aws_kms_key'];

/** One stack of an artifact, on its way to one environment. */
export class StackDeployment {
  /** `<env>-<part>` */
  readonly stack: string;
  private readonly terraform: TerraformRun;
  private readonly folder: string;

  private constructor(
    private readonly account: Account,
    private readonly artifact: Artifact,
    part: string,
    signal: AbortSignal,
  ) {
    const { environment, variables } = account;
    this.stack = `${environment.name}-${part}`;
    // Of this process alone: another one may be at work on the same stack.
    this.folder = join(scratch, environment.name, `${part}-${process.pid}`);
    const logFile = join(scratch, environment.name, `${part}.log`);
    this.terraform = new TerraformRun({ folder: this.folder, variables, logFile, signal });
  }

  /** Prepares a stack, hands it on, and clears it away whatever became of it; the log stays. */
  static async with<T>(
    account: Account,
    artifact: Artifact,
    part: string,
    signal: AbortSignal,
    use: (deployment: StackDeployment) => Promise<T>,
    settings: { readonly stateFile?: string } = {},
  ): Promise<T> {
    const deployment = new StackDeployment(account, artifact, part, signal);
    try {
      await deployment.prepare(settings);
      return await use(deployment);
    } finally {
      deployment.keepErroredState();
      rmSync(deployment.folder, { recursive: true, force: true });
    }
  }

  /** What Terraform has done, and could not write to where the state is. */
  private keepErroredState(): void {
    const errored = join(this.folder, 'errored.tfstate');
    if (!existsSync(errored)) return;
    const kept = join(scratch, this.account.environment.name, `${this.stack}.errored.tfstate`);
    copyFileSync(errored, kept);
    console.error(
      `Terraform could not write the state of ${this.stack}, which knows what was just made. It is kept in ${kept}: ` +
        'bring it in by "terraform state push" before anything else is applied, and delete the file.',
    );
  }

  /** Where the plan lies. */
  get planFile(): string {
    return join(this.folder, 'plan.tfplan');
  }

  /**
   * Lays the stack out and makes Terraform ready.
   *
   * @param stateFile where the state is, while the bucket that it belongs to is not there yet. Default: as the stack says
   */
  private async prepare({ stateFile }: { readonly stateFile?: string }): Promise<void> {
    rmSync(this.terraform.logFile, { force: true });
    layOut(this.artifact, this.stack, this.folder);
    if (stateFile) writeFileSync(this.overrideFile, JSON.stringify(localBackend(stateFile)));
    await this.terraform.init();
    // Whoever was interrupted has left resources that are not finished. They are protected: they can't be made anew, but completed.
    if (stateFile && existsSync(stateFile)) await this.untaint(taintedIn(readFileSync(stateFile, 'utf8')));
  }

  /**
   * Has what was cut off while it was made, and holds data, be completed by the next plan: it is protected, so that it can't be made anew.
   *
   * @returns addresses
   */
  async complete(): Promise<readonly string[]> {
    const unfinished = taintedIn(await this.terraform.state()).filter(holdsData);
    await this.untaint(unfinished);
    return unfinished;
  }

  private async untaint(addresses: readonly string[]): Promise<void> {
    for (const address of addresses) await this.terraform.untaint(address);
  }

  /** Moves the state from the file that `prepare` was given to where the stack says. */
  async moveState(): Promise<void> {
    rmSync(this.overrideFile);
    await this.terraform.init('-migrate-state', '-force-copy');
  }

  /** Terraform reads files of this name after all others. */
  private get overrideFile(): string {
    return join(this.folder, 'override.tf.json');
  }

  /**
   * @param locks whether it holds the state's lock meanwhile: what is never applied needs none, and leaves none when it is cut off
   * @returns what would change
   */
  async plan({ locks }: { readonly locks: boolean } = { locks: true }): Promise<PlanSummary> {
    await this.terraform.plan(this.planFile, { locks });
    return summaryOf(await this.terraform.show(this.planFile));
  }

  /** Takes a plan that was made elsewhere. */
  async take(plan: Uint8Array): Promise<PlanSummary> {
    writeFileSync(this.planFile, plan);
    return summaryOf(await this.terraform.show(this.planFile));
  }

  /**
   * Applies the plan that was made or taken, and nothing else.
   *
   * @throws StalePlanError when it was made of another state
   */
  async apply(): Promise<void> {
    await this.terraform.apply(this.planFile);
    rmSync(this.planFile);
  }

  /**
   * Takes resources into the state that a run which was cut off has made, but not lived to write down.
   *
   * @param error with which an apply has ended
   * @returns their addresses; none when that was not why it failed
   */
  async adopt(error: unknown): Promise<readonly string[]> {
    if (!(error instanceof TerraformError)) return [];
    const known = error.existing.flatMap((address) => {
      const id = importId(address, this.resource(address), this.account);
      return id === undefined ? [] : [[address, id] as const];
    });
    for (const [address, id] of known) await this.terraform.import(address, id);
    return known.map(([address]) => address);
  }

  /** The arguments of a resource, as they were synthesized. */
  private resource(address: string): Readonly<Record<string, unknown>> {
    const [type = '', name = ''] = address.split('.');
    const { resource } = JSON.parse(readFileSync(join(this.folder, 'cdk.tf.json'), 'utf8'));
    return resource[type]?.[name] ?? {};
  }

  async outputs(): Promise<Readonly<Record<string, string>>> {
    return this.terraform.outputs();
  }
}

function localBackend(path: string) {
  return { terraform: { backend: { local: { path } } } };
}

/** What a plan would take away that holds data. */
export function lossesOf({ changes }: PlanSummary): PlanSummary['changes'] {
  return changes.filter(({ address, kind }) => (kind === 'delete' || kind === 'replace') && holdsData(address));
}

function holdsData(address: string): boolean {
  return HOLD_DATA.some((type) => address.startsWith(`${type}.`));
}

/**
 * Refuses a plan that would take data away.
 *
 * @param isAllowed whether somebody has said that it may
 * @throws Error that names the resources
 */
export function refuseLosses(stack: string, summary: PlanSummary, isAllowed: boolean): void {
  const lost = lossesOf(summary);
  if (lost.length === 0 || isAllowed) return;
  throw new Error(
    `The plan of ${stack} would destroy what holds data:\n${lost.map(({ kind, address }) => `  ${kind} ${address}`).join('\n')}\n` +
      'Nothing was applied. If that is meant, save the data and say --allow-data-loss.',
  );
}
