import type { Effect, ExecutionEvent } from '../interpreter/effects';
import type { Execution } from '../interpreter/execution';
import type { JsonValue } from '../json';

type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>;

/** The effects of an execution that have not come to their end: timers, calls, tasks offered to the workers of an activity. */
export class Outstanding {
  private readonly timers = new Map<number, EffectOf<'setTimer'>>();
  private readonly tasks = new Map<number, EffectOf<'call' | 'offer'>>();

  constructor(effects: Iterable<Effect> = []) {
    for (const effect of effects) this.wanted(effect);
  }

  /** The event has been worked in, and these are its effects. */
  worked(event: ExecutionEvent, effects: Iterable<Effect>): void {
    if (event.type === 'timer') this.timers.delete(event.timer);
    const isTask = event.type === 'answered' || event.type === 'activityStarted' || event.type === 'activityMissing';
    if (isTask) this.tasks.delete(event.task);
    if (event.type === 'submitted') this.underWay(event.task, event.output);
    for (const effect of effects) this.wanted(effect);
  }

  /** Those of which the execution, as it is now, still awaits something. */
  of(execution: Execution): Effect[] {
    const awaited = [...this.tasks.values()].filter(({ thread, task }) => {
      const work = execution.threads[thread]?.activation?.work;
      return work?.kind === 'called' && work.task.id === task;
    });
    return [...this.timers.values(), ...awaited];
  }

  /** Whoever makes the call again is told what has come of it. */
  private underWay(task: number, output: JsonValue): void {
    const effect = this.tasks.get(task);
    if (effect?.type !== 'call') return;
    this.tasks.set(task, { ...effect, request: { ...effect.request, underWay: output } });
  }

  private wanted(effect: Effect): void {
    if (effect.type === 'setTimer') this.timers.set(effect.timer, effect);
    else if (effect.type === 'clearTimer') this.timers.delete(effect.timer);
    else if (effect.type === 'call' || effect.type === 'offer') this.tasks.set(effect.task, effect);
    else if (effect.type === 'abandon') this.tasks.delete(effect.task);
  }
}
