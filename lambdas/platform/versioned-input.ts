import * as z from 'zod/mini';

/** How inputs of an earlier version become those of the newest. */
export interface EarlierVersion<Newest> {
  readonly schemaVersion: number;
  readonly schema: z.ZodMiniType;
  /** @param input has passed `schema` */
  upgrade(input: unknown): Newest;
}

/** Joins an earlier version's schema to what turns its inputs into the newest's. */
export function earlier<Schema extends z.ZodMiniType, Newest>(
  schemaVersion: number,
  schema: Schema,
  upgrade: (input: z.output<Schema>) => Newest,
): EarlierVersion<Newest> {
  return { schemaVersion, schema, upgrade: upgrade as EarlierVersion<Newest>['upgrade'] };
}

/**
 * Schema of a workflow's input in its newest version, which takes earlier ones too: executions that an earlier deployment started
 * go on with the handlers of the new one. Each input says its version in `schemaVersion`.
 *
 * @param schemaVersion of the newest
 */
export function versionedInput<Schema extends z.ZodMiniType>(
  schemaVersion: number,
  newest: Schema,
  ...before: readonly EarlierVersion<z.input<Schema>>[]
): z.ZodMiniType<z.output<Schema>> {
  const known = [...before.map((one) => one.schemaVersion), schemaVersion];
  const read = z.transform((value: unknown, { issues }) => {
    const version = (value as { schemaVersion?: unknown } | null)?.schemaVersion;
    if (version === schemaVersion) return value;
    const old = before.find((one) => one.schemaVersion === version);
    if (!old) {
      const message = `${JSON.stringify(version)} is no version that this function knows: ${known.join(', ')}`;
      issues.push({ code: 'custom', path: ['schemaVersion'], message, input: value });
      return z.NEVER;
    }
    const parsed = old.schema.safeParse(value);
    if (parsed.success) return old.upgrade(parsed.data);
    for (const { path, message } of parsed.error.issues) issues.push({ code: 'custom', path, message, input: value });
    return z.NEVER;
  });
  return z.pipe(read, newest as unknown as z.ZodMiniType<z.output<Schema>, unknown>);
}
