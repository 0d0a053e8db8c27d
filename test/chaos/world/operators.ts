import type { StatusChangeEvent, StepFunctions } from '@blueprint/local/stepfunctions';
import { text } from '../aws/item';
import type { Command, CommandRows } from '../invariants/command-rows';
import type { Outcome } from '../sandbox/invocation';
import type { Library } from './library';

/** What is known of an execution, from its status changes. */
export type Executions = ReadonlyMap<string, StatusChangeEvent>;

/** People who look at what failed and do something about it, not always the right thing. */
export class Operators {
  private started = 0;

  constructor(
    private readonly engine: StepFunctions,
    private readonly stateMachineArn: string,
    private readonly library: Library,
    private readonly commands: CommandRows,
    private readonly executions: Executions,
  ) {}

  failed(): Command[] {
    return this.commands.all().filter(({ item, isGone }) => !isGone && text(item, 'status') === 'failed');
  }

  redrive({ pk, sk, version }: Command): Promise<Outcome> {
    return this.library.call('redrive', { pk, sk, version });
  }

  skip({ pk, sk, version }: Command): Promise<Outcome> {
    return this.library.call('skip', { pk, sk, version });
  }

  async stop(nth: number): Promise<void> {
    const running = [...this.executions.values()].filter(({ status }) => status === 'RUNNING');
    const chosen = at(running, nth);
    if (chosen) await this.engine.handle('StopExecution', { executionArn: chosen.executionArn, error: 'Stopped' });
  }

  /** Starts what has been started before, under another name: it must come to nothing. */
  async startAgain(nth: number): Promise<void> {
    const chosen = at([...this.executions.values()], nth);
    if (chosen?.input) await this.start(`again-${this.started++}`, chosen.input);
  }

  /** Starts a command that nobody published, on a version that somebody else's command has. */
  async startRogue(nth: number): Promise<void> {
    const chosen = at([...this.executions.values()], nth);
    if (!chosen?.input) return;
    await this.start(`rogue-${this.started++}`, JSON.stringify({ ...JSON.parse(chosen.input), commandId: 'rogue' }));
  }

  private async start(name: string, input: string): Promise<void> {
    await this.engine.handle('StartExecution', { stateMachineArn: this.stateMachineArn, name, input });
  }
}

function at<T>(items: readonly T[], nth: number): T | undefined {
  return items[nth % Math.max(1, items.length)];
}
