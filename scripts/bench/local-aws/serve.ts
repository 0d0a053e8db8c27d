import { startLocalAws } from '@blueprint/local';
import type { FromServer, LocalAwsUsage, ToServer } from './local-aws-process';

const SAMPLE_MS = 100;

const requests: Record<string, number> = {};
let peakHeap = 0;

/** Of this thread alone: each function runs in a thread with a heap of its own. */
setInterval(() => {
  const { heapUsed, external } = process.memoryUsage();
  peakHeap = Math.max(peakHeap, heapUsed + external);
}, SAMPLE_MS).unref();

/** Runs in a process of its own: starts a local AWS when it is told how, and stops it when the channel to its parent closes. */
process.on('message', (message: ToServer) => {
  if (message === 'usage') reply({ usage: usage() });
  else
    startLocalAws({ port: 0, logger: console, onRequest: count, ...message }).then(
      (aws) => {
        process.once('disconnect', () => void aws.stop().finally(() => process.exit()));
        reply({ endpoint: aws.endpoint });
      },
      (error: unknown) => {
        reply({ error: error instanceof Error ? error.message : String(error) });
        process.disconnect();
      },
    );
});

function count(service: string, operation: string): void {
  const name = `${service} ${operation}`;
  requests[name] = (requests[name] ?? 0) + 1;
}

function usage(): LocalAwsUsage {
  const mib = 1024 * 1024;
  return { requests, peakHeapMiB: peakHeap / mib, peakProcessMiB: process.resourceUsage().maxRSS / 1024 };
}

function reply(message: FromServer): void {
  process.send?.(message);
}
