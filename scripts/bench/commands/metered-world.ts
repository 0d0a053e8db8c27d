import type { Deployment } from '@blueprint/test/chaos/deployment';
import { World } from '@blueprint/test/chaos/world/world';
import { billedTransitions, entered, history } from './billed-transitions';
import { DynamoDbMeter } from './dynamodb-meter';
import { difference, type Usage } from './usage';

export type Action = 'put' | 'delete';

/** What one or more commands took. */
export interface Metered {
  readonly usage: Usage;
  /** Of how many of them the execution waited for a predecessor. */
  readonly waited: number;
}

const STEP_MS = 5;

/**
 * The world of the chaos tests, with the deployed definition and the bundled functions on a virtual clock, in which no fault
 * strikes and everything is counted.
 */
export class MeteredWorld {
  private readonly world: World;
  private readonly dynamodb: DynamoDbMeter;

  private constructor(deployment: Deployment, seed: number) {
    this.world = new World(deployment, { seed, acts: [], faults: [] });
    this.dynamodb = new DynamoDbMeter(this.world.dynamodb);
  }

  /** @param seed of the latencies */
  static async create(deployment: Deployment, seed: number): Promise<MeteredWorld> {
    const metered = new MeteredWorld(deployment, seed);
    await metered.world.deploy();
    return metered;
  }

  /** Publishes a command and counts until nothing is left to do. */
  settle(entity: number, action: Action): Promise<Metered> {
    return this.metered(() => this.publish(entity, action));
  }

  /** Publishes two updates, the second when the execution of the first has just begun. */
  settlePair(entity: number): Promise<Metered> {
    return this.metered(async () => {
      const before = this.world.executions.size;
      await this.publish(entity, 'put');
      while (this.world.executions.size === before) await this.world.run(this.world.clock.now() + STEP_MS);
      await this.publish(entity, 'put');
    });
  }

  close(): void {
    this.world.engine.close();
  }

  private publish(entity: number, action: Action): Promise<void> {
    return this.world.do({ do: 'publish', after: 0, entity, action, how: 'once' });
  }

  private async metered(act: () => Promise<void>): Promise<Metered> {
    const known = new Set(this.world.executions.keys());
    const before = this.counted();
    await act();
    await this.world.rest();
    const started = [...this.world.executions.values()].filter(({ executionArn }) => !known.has(executionArn));
    const failed = started.find(({ status }) => status !== 'SUCCEEDED');
    if (failed) throw new Error(`Execution ${failed.name} is ${failed.status}: ${failed.error} ${failed.cause}`);
    const histories = await Promise.all(started.map(({ executionArn }) => this.historyOf(executionArn)));
    const transitions = histories.reduce((sum, events) => sum + billedTransitions(events), 0);
    return {
      usage: { ...difference(this.counted(), before), transitions },
      waited: histories.filter((events) => entered(events, 'wait_prev_command')).length,
    };
  }

  private async historyOf(executionArn: string) {
    return history.parse(await this.world.engine.handle('GetExecutionHistory', { executionArn, maxResults: 1000 }))
      .events;
  }

  private counted(): Usage {
    const { requests, readUnits, writeUnits } = this.dynamodb;
    return { transitions: 0, invocations: this.world.lambda.invocations, requests, readUnits, writeUnits };
  }
}
