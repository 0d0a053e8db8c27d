import type { DeployedFunction } from './deployed-function';

/** What the platform knows of one invocation when it has ended. */
export interface Report {
  requestId: string;
  traceId: string;
  durationMs: number;
  /** Only of the invocation that started its worker. */
  initMs: number | undefined;
  memoryUsed: number;
  status: 'success' | 'error' | 'timeout' | 'failure';
}

const MB = 1024 * 1024;

/** The line before the handler's own. */
export function startLine(fn: DeployedFunction, requestId: string): string {
  return fn.logFormat === 'JSON'
    ? platformEvent('start', { requestId, version: fn.version })
    : `START RequestId: ${requestId} Version: ${fn.version}\n`;
}

/**
 * The lines after the handler's own, `END` and `REPORT`, or one `platform.report` where the function logs JSON.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export function reportLines(fn: DeployedFunction, report: Report): string[] {
  const billedMs = Math.ceil(report.durationMs + (report.initMs ?? 0));
  const usedMb = Math.ceil(report.memoryUsed / MB);
  if (fn.logFormat === 'JSON') {
    const metrics = {
      durationMs: round(report.durationMs),
      billedDurationMs: billedMs,
      memorySizeMB: fn.memoryMb,
      maxMemoryUsedMB: usedMb,
      ...(report.initMs === undefined ? {} : { initDurationMs: round(report.initMs) }),
    };
    return [platformEvent('report', { requestId: report.requestId, metrics, status: report.status })];
  }
  const init = report.initMs === undefined ? '' : `Init Duration: ${report.initMs.toFixed(2)} ms\t`;
  const status = report.status === 'success' ? '' : `Status: ${report.status}\t`;
  return [
    `END RequestId: ${report.requestId}\n`,
    `REPORT RequestId: ${report.requestId}\tDuration: ${report.durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs} ms\t` +
      `Memory Size: ${fn.memoryMb} MB\tMax Memory Used: ${usedMb} MB\t${init}${status}XRAY TraceId: ${report.traceId}\t\n`,
  ];
}

function platformEvent(type: string, record: object): string {
  return `${JSON.stringify({ time: new Date().toISOString(), type: `platform.${type}`, record })}\n`;
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
