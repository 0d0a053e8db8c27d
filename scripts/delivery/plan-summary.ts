import { z } from 'zod';

const changeSchema = z.looseObject({
  address: z.string(),
  type: z.string(),
  mode: z.string().optional(),
  change: z.looseObject({
    actions: z.array(z.string()),
    before: z.unknown(),
    after: z.unknown(),
    after_unknown: z.unknown(),
  }),
});

/** The parts of Terraform's JSON plan that are read here. https://developer.hashicorp.com/terraform/internals/json-format */
const planSchema = z.looseObject({
  resource_changes: z.array(changeSchema).default([]),
  output_changes: z.record(z.string(), z.looseObject({ actions: z.array(z.string()) })).default({}),
});

/** Of resources that a terminal is shown one by one. */
const MOST_LINES = 40;

type ChangeKind = 'create' | 'update' | 'replace' | 'delete';

/** What would become of one resource. Values are left out: they may be secret. */
interface PlannedChange {
  readonly address: string;
  readonly kind: ChangeKind;
  /** Arguments that differ, by name. */
  readonly fields: readonly string[];
}

export interface PlanSummary {
  readonly changes: readonly PlannedChange[];
  /** Outputs that change, by name. */
  readonly outputs: readonly string[];
}

/** @param plan as `terraform show -json <plan>` prints it */
export function summaryOf(plan: unknown): PlanSummary {
  const { resource_changes, output_changes } = planSchema.parse(plan);
  const changes = resource_changes.flatMap(({ address, mode, change }): PlannedChange[] => {
    const kind = mode === 'data' ? undefined : kindOf(change.actions);
    return kind
      ? [{ address, kind, fields: kind === 'update' || kind === 'replace' ? changedFields(change) : [] }]
      : [];
  });
  const outputs = Object.entries(output_changes).flatMap(([name, { actions }]) => (kindOf(actions) ? [name] : []));
  return { changes, outputs };
}

export function changesAnything({ changes, outputs }: PlanSummary): boolean {
  return changes.length + outputs.length > 0;
}

/** A line for each resource, or, where they are many, for each type. */
export function listed({ changes, outputs }: PlanSummary): string[] {
  const lines = changes.map(
    ({ kind, address, fields }) => `${kind.padEnd(7)} ${address}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`,
  );
  const byType = new Map<string, number>();
  for (const { kind, address } of changes) {
    const type = `${kind.padEnd(7)} ${address.split('.', 1).join()}`;
    byType.set(type, (byType.get(type) ?? 0) + 1);
  }
  return [
    ...(lines.length <= MOST_LINES ? lines : [...byType].map(([type, count]) => `${type} × ${count}`)),
    ...(outputs.length > 0 ? [`outputs ${outputs.join(', ')}`] : []),
  ];
}

/** `2 to create, 1 to update`, or `no changes`. */
export function counted({ changes, outputs }: PlanSummary): string {
  const kinds = (['create', 'update', 'replace', 'delete'] as const).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count > 0 ? [`${count} to ${kind}`] : [];
  });
  const only = kinds.length === 0 && outputs.length > 0 ? ['outputs only'] : kinds;
  return only.length > 0 ? only.join(', ') : 'no changes';
}

/** As Markdown for a comment or a job's summary: what would happen to which resource, without values. */
export function asMarkdown(stack: string, summary: PlanSummary): string {
  const rows = summary.changes.map(
    ({ address, kind, fields }) => `| ${kind} | \`${address}\` | ${fields.map((field) => `\`${field}\``).join(', ')} |`,
  );
  const table = ['| | Resource | Fields |', '| --- | --- | --- |', ...rows];
  return [
    `### ${stack}: ${counted(summary)}`,
    ...(rows.length > 0 ? ['<details><summary>Resources</summary>', '', ...table, '', '</details>'] : []),
    '',
  ].join('\n');
}

function kindOf(actions: readonly string[]): ChangeKind | undefined {
  if (actions.length === 2) return 'replace';
  const [action] = actions;
  return action === 'create' || action === 'update' || action === 'delete' ? action : undefined;
}

function changedFields({ before, after, after_unknown }: z.output<typeof changeSchema>['change']): string[] {
  const [was, will, unknown] = [before, after, after_unknown].map(asObject);
  const names = new Set([...Object.keys(was ?? {}), ...Object.keys(will ?? {}), ...Object.keys(unknown ?? {})]);
  return [...names]
    .filter((name) => unknown?.[name] === true || JSON.stringify(was?.[name]) !== JSON.stringify(will?.[name]))
    .sort();
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
