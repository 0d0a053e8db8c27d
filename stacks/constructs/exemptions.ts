/** Actions that may be allowed on every resource. */
export interface Exemption {
  readonly Action: readonly string[];
  readonly reason: string;
  /** The AWS page that says so. */
  readonly page: string;
}

/**
 * The actions that a function's role may hold on the resource `*`, because AWS gives them no narrower one. Those of a state
 * machine's role come, with their reasons, from its definition. A policy that allows any other action on `*` does not
 * synthesize.
 */
export const EXEMPTIONS: readonly Exemption[] = [
  {
    Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    reason: 'Traces belong to no resource: X-Ray evaluates these actions against * only.',
    page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html',
  },
];
