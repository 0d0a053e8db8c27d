import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { LocalAccount } from '@blueprint/local/testing/local-account';
import * as z from 'zod';
import { StatesApi } from './states-api';
import { FUNCTION, type Workload } from './workloads';

/** Requests under way at once. */
const CONCURRENCY = 16;
const POLL_MS = 25;
const PATIENCE_MS = 120_000;

export interface Speed {
  /** Executions started a second, while those that were started run. */
  readonly startsPerSecond: number;
  /** States entered a second, from the first start until the last execution has ended. */
  readonly transitionsPerSecond: number;
}

const created = z.object({ stateMachineArn: z.string() });
const started = z.object({ executionArn: z.string() });
const listed = z.object({ executions: z.array(z.unknown()) });
const described = z.object({ status: z.string(), output: z.string().nullish(), cause: z.string().nullish() });

/** Runs workloads on a Step Functions API, whoever serves it, and takes the time. */
export class EngineClient {
  private machines = 0;

  private constructor(
    private readonly api: StatesApi,
    private readonly roleArn: string,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Deploys the function that Tasks call, and a role that may call it.
   *
   * @param endpoint of an empty AWS, `http://127.0.0.1:<port>`
   */
  static async connect(endpoint: string, signal: AbortSignal): Promise<EngineClient> {
    const aws = { endpoint, region: 'ap-northeast-1', accountId: '000000000000' };
    const account = new LocalAccount(aws);
    await account.fn(FUNCTION.name, FUNCTION.source, {});
    const roleArn = await account.role('bench', 'states.amazonaws.com', [['lambda:InvokeFunction'], ['*']]);
    return new EngineClient(new StatesApi(aws, CONCURRENCY), roleArn, signal);
  }

  /**
   * Runs a workload so many times, on a machine of its own, which is deleted at last: what is kept shall not grow with the rounds.
   *
   * @throws Error when an execution has not done what its definition says
   */
  async run(workload: Workload, executions: number): Promise<Speed> {
    const machine = await this.create(workload);
    const since = performance.now();
    const arns = await this.start(machine, workload, executions);
    const startMs = performance.now() - since;
    await this.untilNoneRuns(machine, since);
    const wallMs = performance.now() - since;
    await this.check(workload, arns);
    await this.api.call('DeleteStateMachine', { stateMachineArn: machine });
    return {
      startsPerSecond: (executions / startMs) * 1000,
      transitionsPerSecond: ((executions * workload.states) / wallMs) * 1000,
    };
  }

  close(): void {
    this.api.close();
  }

  private async create({ definition }: Workload): Promise<string> {
    this.machines += 1;
    const name = `bench-${this.machines}`;
    const request = { name, definition: JSON.stringify(definition), roleArn: this.roleArn };
    return created.parse(await this.api.call('CreateStateMachine', request)).stateMachineArn;
  }

  private async start(stateMachineArn: string, { input }: Workload, executions: number): Promise<string[]> {
    const request = { stateMachineArn, input: JSON.stringify(input) };
    const arns: string[] = [];
    let left = executions;
    const worker = async () => {
      while (left-- > 0) {
        this.signal.throwIfAborted();
        arns.push(started.parse(await this.api.call('StartExecution', request)).executionArn);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    return arns;
  }

  private async untilNoneRuns(stateMachineArn: string, since: number): Promise<void> {
    const running = { stateMachineArn, statusFilter: 'RUNNING', maxResults: 1 };
    while (listed.parse(await this.api.call('ListExecutions', running)).executions.length > 0) {
      if (performance.now() - since > PATIENCE_MS)
        throw new Error(`After ${PATIENCE_MS / 1000} s executions still run.`);
      await pause(POLL_MS, undefined, { signal: this.signal });
    }
  }

  private async check({ name, output: expected }: Workload, arns: readonly string[]): Promise<void> {
    for (const executionArn of arns) {
      const { status, output, cause } = described.parse(await this.api.call('DescribeExecution', { executionArn }));
      if (status === 'SUCCEEDED' && isDeepStrictEqual(JSON.parse(output ?? 'null'), expected)) continue;
      throw new Error(`${name}: an execution ended ${status} with ${output ?? cause ?? 'no output'}.`);
    }
  }
}
