/** A bound that a measured number must keep. */
export interface Gate {
  readonly name: string;
  /** `NaN` when it could not be measured. */
  readonly measured: number;
  readonly bound: 'at most' | 'at least';
  readonly limit: number;
  /** Written behind both numbers, e.g. `ms` or `×`. */
  readonly unit: string;
}

/** Whether the bound is broken. What could not be measured has not kept it. */
export function isMissed({ measured, bound, limit }: Gate): boolean {
  return !(bound === 'at most' ? measured <= limit : measured >= limit);
}

/** `import time of command/trigger: 104.2 ms, at most 100 ms`. */
export function describeGate({ name, measured, bound, limit, unit }: Gate): string {
  const found = Number.isNaN(measured) ? 'not measured' : `${written(measured)} ${unit}`;
  return `${name}: ${found}, ${bound} ${written(limit)} ${unit}`;
}

/** Three digits behind the point at most, fewer for large numbers. */
function written(value: number): string {
  const digits = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
