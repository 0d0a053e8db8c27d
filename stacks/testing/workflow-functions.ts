import { type Arguments, rights, type SynthesizedStack } from './synthesized';

/** The variables that every function gets: by them it logs and measures. */
export const POWERTOOLS = ['POWERTOOLS_LOG_LEVEL', 'POWERTOOLS_METRICS_NAMESPACE', 'POWERTOOLS_SERVICE_NAME'];

/** The functions of one workflow in a synthesized stack, each by the file name of its handler. */
export class WorkflowFunctions {
  /** @param prefix of the functions' names, such as `local-blueprint-task-` */
  constructor(
    private readonly stack: SynthesizedStack,
    private readonly prefix: string,
  ) {}

  /** The name that a handler's function is deployed under. */
  nameOf(handler: string): string {
    return `${this.prefix}${handler}`;
  }

  /** The handlers that have a function, sorted. */
  handlers(): string[] {
    return (
      this.stack
        .those('aws_lambda_function', 'function_name', this.prefix)
        .map(({ function_name }) => String(function_name).slice(this.prefix.length))
        // The name of a workflow may be how another's begins.
        .filter((handler) => this.prefix.endsWith(`-${this.variables(handler).POWERTOOLS_SERVICE_NAME}-`))
        .sort()
    );
  }

  of(handler: string): Arguments {
    return this.stack.one('aws_lambda_function', 'function_name', this.nameOf(handler));
  }

  variables(handler: string): Record<string, string> {
    return (this.of(handler).environment as { variables: Record<string, string> }).variables; // as synthesized
  }

  /** `action on resource`, sorted: what a function may do. */
  rights(handler: string): string[] {
    return rights(this.stack.statements(this.nameOf(handler)));
  }

  /** What every function may do: write its own logs and its traces. */
  logsAndTraces(handler: string): string[] {
    const logs = this.stack.address('aws_cloudwatch_log_group', 'name', `/aws/lambda/${this.nameOf(handler)}`);
    return [
      `logs:CreateLogStream on \${${logs}.arn}:*`,
      `logs:PutLogEvents on \${${logs}.arn}:*`,
      'xray:PutTelemetryRecords on *',
      'xray:PutTraceSegments on *',
    ];
  }
}
