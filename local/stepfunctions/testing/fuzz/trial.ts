import type { JsonObject, JsonValue } from '../../json';
import type { Generated } from './definitions';
import { checkHistory, checkJson, type Events, waitsForSomething } from './history';
import { hold } from './violation';
import { World } from './world';

/** What somebody does while the execution runs; `after` in milliseconds after the last act. */
export interface Act {
  do: 'stop' | 'redrive' | 'look' | 'hurry' | 'publish';
  after: number;
}

/** A definition with all that happens to its execution. */
export interface Scenario extends Generated {
  seed: number;
  input: JsonValue;
  acts: Act[];
  /** Requests of TestState. */
  tests: JsonObject[];
  /** Whether CreateStateMachine has to accept the definition. */
  right: boolean;
}

/** What came of it. */
export interface Report {
  /** `refused` when there is no execution. */
  status: string;
  executions: number;
  calls: number;
  /** All histories, as text. */
  trace: string[];
}

/** How many times the clock may move before the execution is taken to run for ever. */
const MOST_STEPS = 20_000;

/** Runs the scenario to its end, and checks on the way that all holds that has to hold. @throws Violation */
export async function run(scenario: Scenario): Promise<Report> {
  const world = new World(scenario.seed);
  try {
    await world.prepare();
    return await new Trial(scenario, world).run();
  } finally {
    world.engine.service.close();
  }
}

class Trial {
  private readonly arn = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:machine';
  private testing = false;
  private synchronous: Promise<JsonObject | undefined> | undefined;

  constructor(
    private readonly scenario: Scenario,
    private readonly world: World,
  ) {}

  async run(): Promise<Report> {
    const { scenario, world } = this;
    const { type } = scenario;
    const definition = JSON.stringify(scenario.definition);
    const validation = await world.ask('ValidateStateMachineDefinition', { definition, type });
    const roleArn = 'arn:aws:iam::000000000000:role/machine';
    const created = await world.ask('CreateStateMachine', { name: 'machine', definition, roleArn, type });
    hold(created === undefined || validation?.result === 'OK', () => 'A definition with faults was accepted');
    await this.testStates();
    if (!created) {
      hold(!scenario.right, () => `A right definition was refused: ${JSON.stringify(validation?.diagnostics)}`);
      hold(validation?.result === 'FAIL', () => 'A definition without faults was refused');
      return { status: 'refused', executions: 0, calls: 0, trace: [] };
    }
    world.work();
    const executionArn = await this.start();
    for (const act of scenario.acts) {
      await this.pass(act.after);
      await this.act(act, executionArn);
    }
    await this.pass(Number.POSITIVE_INFINITY);
    const status = await this.checkEnd(executionArn);
    const trace = await this.checkAll();
    return { status, executions: trace.length, calls: world.engine.requests.length, trace };
  }

  /** TestState answers, well or with an error of AWS, within its five minutes. */
  private async testStates(): Promise<void> {
    this.testing = true;
    let answers = 0;
    const { tests } = this.scenario;
    for (const test of tests) this.world.watch(this.world.ask('TestState', test).then(() => answers++));
    await this.pass(301_000);
    this.testing = false;
    hold(answers === tests.length, () => `TestState has given ${answers} of ${tests.length} answers`);
  }

  private async start(): Promise<string> {
    const { arn: stateMachineArn, world, scenario } = this;
    const input = JSON.stringify(scenario.input);
    if (scenario.type === 'EXPRESS') {
      this.synchronous = world.ask('StartSyncExecution', { stateMachineArn, input }) as Promise<JsonObject | undefined>;
    }
    const started = await world.ask('StartExecution', { stateMachineArn, input, name: 'run' });
    hold(started !== undefined, () => 'StartExecution was refused');
    return started.executionArn;
  }

  private async act({ do: what }: Act, executionArn: string): Promise<void> {
    const { world } = this;
    if (what === 'stop') await world.ask('StopExecution', { executionArn, error: 'stopped' });
    if (what === 'redrive') await world.ask('RedriveExecution', { executionArn });
    if (what === 'publish') await world.ask('PublishStateMachineVersion', { stateMachineArn: this.arn });
    if (what !== 'look' && what !== 'hurry') return;
    await world.ask('DescribeStateMachineForExecution', { executionArn });
    const mapRuns = await this.mapRuns(executionArn);
    for (const mapRunArn of mapRuns) {
      await world.ask('DescribeMapRun', { mapRunArn });
      if (what === 'hurry') await world.ask('UpdateMapRun', { mapRunArn, maxConcurrency: 0, toleratedFailureCount: 1 });
    }
  }

  private async mapRuns(executionArn: string): Promise<string[]> {
    const listed = await this.world.ask('ListMapRuns', { executionArn });
    return ((listed?.mapRuns ?? []) as { mapRunArn: string }[]).map(({ mapRunArn }) => mapRunArn);
  }

  /** Lets so many milliseconds pass. */
  private async pass(ms: number): Promise<void> {
    const { engine } = this.world;
    const until = engine.clock.now() + ms;
    await engine.settle();
    for (let steps = 0; (engine.clock.due() ?? Number.POSITIVE_INFINITY) <= until; steps++) {
      hold(steps < MOST_STEPS, () => 'The execution never comes to rest');
      if (this.world.timers === 0 && engine.clock.due() !== undefined) await this.checkTimers();
      if (!engine.clock.next()) break;
      await engine.settle();
    }
    if (ms !== Number.POSITIVE_INFINITY) engine.clock.advance(until - engine.clock.now());
    if (this.world.failure !== undefined) throw this.world.failure;
  }

  /** It has ended, or waits for something; once it is stopped nothing is left of it. */
  private async checkEnd(executionArn: string): Promise<string> {
    const { world } = this;
    if (this.scenario.type === 'EXPRESS') {
      const answer = await this.synchronous;
      checkJson(answer?.output, () => 'output');
      this.checkNothingLeft();
      return String(answer?.status);
    }
    const running = await this.running();
    for (const [arn, events] of running) hold(waitsForSomething(events), () => `${arn} waits for nothing`);
    const { status } = await world.engine.describe(executionArn);
    // With an execution end its map runs, and with them their children.
    const started = await this.started();
    await Promise.all(started.map((arn) => world.ask('StopExecution', { executionArn: arn })));
    await this.pass(Number.POSITIVE_INFINITY);
    hold((await this.running()).size === 0, () => 'An execution goes on after its stop');
    this.checkNothingLeft();
    return status;
  }

  /** Whose timer is it that is due, when nothing runs any more? */
  private async checkTimers(): Promise<void> {
    const express = this.scenario.type === 'EXPRESS' || this.testing;
    hold(express || (await this.running()).size > 0, () => 'A timer is left of an execution that has ended');
  }

  private checkNothingLeft(): void {
    const { engine, underWay } = this.world;
    hold(engine.clock.due() === undefined, () => 'A timer is left');
    hold(underWay === 0, () => `${underWay} calls are left that nobody has given up`);
  }

  private async running(): Promise<Map<string, Events>> {
    const found = new Map<string, Events>();
    for (const arn of await this.executions()) {
      const { status } = await this.world.engine.describe(arn);
      if (status === 'RUNNING') found.set(arn, await this.history(arn));
    }
    return found;
  }

  /** EXPRESS children have none. */
  private async history(executionArn: string): Promise<Events> {
    return executionArn.includes(':express:') ? [] : this.world.engine.history(executionArn);
  }

  /** All that are still known, children of map runs included. */
  private async executions(): Promise<string[]> {
    const { world } = this;
    const found = await this.started();
    for (const executionArn of found) {
      for (const mapRunArn of await this.mapRuns(executionArn)) found.push(...(await this.list({ mapRunArn })));
    }
    hold(new Set(found).size === found.length, () => `An execution is listed twice: ${found.join(', ')}`);
    hold(world.failure === undefined, () => String(world.failure));
    return found;
  }

  /** All but the children of map runs. */
  private async started(): Promise<string[]> {
    const machines = [this.arn, 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:child'];
    const lists = await Promise.all(machines.map((stateMachineArn) => this.list({ stateMachineArn })));
    return lists.flat();
  }

  private async list(of: object): Promise<string[]> {
    const listed = await this.world.ask('ListExecutions', { ...of, maxResults: 1000 });
    return ((listed?.executions ?? []) as { executionArn: string }[]).map(({ executionArn }) => executionArn);
  }

  /** Checks every execution and map run, and shows the histories. */
  private async checkAll(): Promise<string[]> {
    const { engine } = this.world;
    const trace: string[] = [];
    for (const arn of await this.executions()) {
      const { output, cause } = await engine.describe(arn);
      checkJson(output, () => `output of ${arn}`);
      hold(!String(cause).includes('engine cannot go on'), () => String(cause));
      const events = await this.history(arn);
      checkHistory(events);
      trace.push([arn, ...events.map((event) => JSON.stringify(event))].join('\n'));
      for (const mapRunArn of await this.mapRuns(arn)) await this.checkMapRun(mapRunArn);
    }
    return trace;
  }

  private async checkMapRun(mapRunArn: string): Promise<void> {
    const { status, ...mapRun } = await this.world.engine.handle('DescribeMapRun', { mapRunArn });
    hold(status !== 'RUNNING', () => `${mapRunArn} is running after the end`);
    for (const counts of [mapRun.itemCounts, mapRun.executionCounts] as Record<string, number>[]) {
      const numbers = Object.values(counts);
      hold(
        numbers.every((count) => count >= 0),
        () => `${mapRunArn} counts ${JSON.stringify(counts)}`,
      );
      hold(counts.running === 0, () => `${mapRunArn} has running children after the end`);
    }
  }
}
