import type { Clock } from '@blueprint/local/stepfunctions';
import type { Bundle } from './bundle';
import type { HttpRequest, HttpResponse } from './http';
import type { Invocation } from './invocation';

/**
 * One Lambda instance: a bundle evaluated once, serving one invocation at a time, warm in between. What it does reaches the outside
 * only through the invocation it serves, so an invocation that was killed falls silent whatever its code still does.
 */
export class Instance {
  readonly exports: Record<string, unknown>;
  /** Undefined between invocations, when AWS freezes the sandbox. */
  serving: Invocation | undefined;
  private isStarting = true;

  constructor(bundle: Bundle, environment: Record<string, string>, born: Invocation) {
    this.serving = born;
    this.exports = bundle.start({
      clock: this.clock(),
      random: () => (this.isStarting ? 0.5 : (this.serving?.random() ?? 0.5)),
      environment,
      transport: (request, answer) => this.send(request, answer),
      print: (line) => this.serving?.world.print(line),
    });
    this.isStarting = false;
  }

  private clock(): Clock {
    return {
      now: () => Math.floor(this.serving?.world.clock.now() ?? 0),
      setTimeout: (run, ms) => {
        const invocation = this.serving;
        return invocation?.world.clock.setTimeout(() => {
          if (invocation.isAlive) run();
        }, ms);
      },
      clearTimeout: (timer) => {
        if (timer) this.serving?.world.clock.clearTimeout(timer);
      },
    };
  }

  private send(request: HttpRequest, answer: (response: HttpResponse | Error) => void): void {
    const invocation = this.serving;
    if (!invocation?.isAlive) return;
    invocation.world.send(invocation, request, (response) => {
      if (invocation.isAlive) answer(response);
    });
  }
}
