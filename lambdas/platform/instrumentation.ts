import type { Context } from 'aws-lambda';
import { logger, metrics, tracer } from './observability';

/** Log keys that a person searches by: execution, entity, version, tenant, request. Never a task token. */
export type LogKeys = Readonly<Record<string, string | number>>;

/**
 * Runs one invocation with its log keys set, in a trace segment of its own, and flushes the metrics whatever happens.
 * An error is logged and thrown on unchanged: its `name` is what Retry and Catch of a state machine match.
 */
export async function instrumented<T>(
  what: string,
  keys: LogKeys,
  lambda: Context | undefined,
  run: () => Promise<T>,
): Promise<T> {
  if (lambda !== undefined) logger.addContext(lambda);
  logger.appendKeys(keys);
  try {
    return await traced(what, run);
  } catch (error) {
    logger.error(`${what} failed`, error instanceof Error ? error : String(error));
    throw error;
  } finally {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    logger.resetKeys();
  }
}

async function traced<T>(what: string, run: () => Promise<T>): Promise<T> {
  if (!tracer.isTracingEnabled()) return run();
  return tracer.provider.captureAsyncFunc(`## ${what}`, async (subsegment) => {
    tracer.annotateColdStart();
    tracer.addServiceNameAnnotation();
    try {
      return await run();
    } catch (error) {
      if (error instanceof Error) tracer.addErrorAsMetadata(error);
      throw error;
    } finally {
      subsegment?.close();
    }
  }) as Promise<T>; // the X-Ray SDK types the result as unknown and returns what the callback returned
}
