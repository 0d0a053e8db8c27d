import { exported, type Fleet } from '../sandbox/fleet';
import { Invocation, type Outcome, type Outside } from '../sandbox/invocation';

/** The calls of `sandbox/people.ts`, each a process of its own that may die half-way. */
export class Library {
  private calls = 0;

  constructor(
    private readonly fleet: Fleet,
    private readonly seed: number,
    private readonly outside: Outside,
    private readonly trace: (line: string) => void,
  ) {}

  async call(name: 'publish' | 'redrive' | 'skip', request: object): Promise<Outcome> {
    const caller = name === 'publish' ? 'publisher' : 'operator';
    const invocation = new Invocation(caller, this.outside, this.seed, this.calls++);
    const outcome = await this.fleet.run(invocation, (exports) => exported(exports, name)(structuredClone(request)));
    this.trace(`${name} ${JSON.stringify(request)} -> ${describe(outcome)}`);
    return outcome;
  }
}

function describe(outcome: Outcome): string {
  if (outcome === 'killed') return outcome;
  return 'thrown' in outcome ? String(outcome.thrown) : JSON.stringify(outcome.returned);
}
