import { besideMiniStack } from './engine/beside-ministack';
import { inFlight } from './engine/in-flight';
import { virtualDay } from './engine/virtual-day';
import type { BenchContext, Report } from './section';

/** Our Step Functions engine: beside MiniStack's, with many executions at once, and on a virtual clock. */
export async function engine(context: BenchContext): Promise<Report> {
  const day = await virtualDay(context);
  const many = await inFlight(context);
  const compared = await besideMiniStack(context);
  return {
    tables: [...compared.tables, ...many.tables, ...day.tables],
    gates: [...compared.gates, ...many.gates, ...day.gates],
    measured: { besideMiniStack: compared.measured, inFlight: many.measured, virtualDay: day.measured },
  };
}
