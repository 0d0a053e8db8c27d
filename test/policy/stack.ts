/** The arguments of a resource as they stand in the synthesized JSON. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What `cdktf synth` writes for a stack, as far as rules read it. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, readonly Arguments[]>>;
  readonly terraform?: Arguments;
}

/** A resource of a stack. */
export interface Resource {
  readonly type: string;
  /** `<type>.<id>`, as other resources refer to it. */
  readonly address: string;
  readonly args: Arguments;
}

/** A synthesized stack, as rules look at it. */
export class Stack {
  private readonly byAddress = new Map<string, Resource>();

  constructor(
    readonly name: string,
    readonly json: StackJson,
  ) {
    for (const [type, all] of Object.entries(json.resource ?? {}))
      for (const [id, args] of Object.entries(all))
        this.byAddress.set(`${type}.${id}`, { type, address: `${type}.${id}`, args });
  }

  /** Every resource, or those of some types. */
  all(...types: readonly string[]): Resource[] {
    return [...this.byAddress.values()].filter(({ type }) => types.length === 0 || types.includes(type));
  }

  /** The resource that an expression like `${aws_sqs_queue.jobs.arn}` names, if it is of this stack; for an alias, the function behind it. */
  referred(expression: unknown): Resource | undefined {
    const [, address] = /^\$\{([\w]+\.[\w-]+)\.\w+\}$/.exec(String(expression)) ?? [];
    const found = address === undefined ? undefined : this.byAddress.get(address);
    return found?.type === 'aws_lambda_alias' ? this.referred(found.args.function_name) : found;
  }

  /** The resources of a type in which an argument names another one. */
  referring(type: string, argument: string, to: Resource): Resource[] {
    return this.all(type).filter(({ args }) => this.referred(args[argument]) === to);
  }

  /** Tags that the provider gives each resource. */
  get defaultTags(): Arguments {
    return nested(nested(this.provider, 'default_tags'), 'tags');
  }

  get provider(): Arguments {
    return this.json.provider?.aws?.[0] ?? {};
  }
}

/** The block of a name in another one; Terraform takes a block alone or in a list. Empty when there is none. */
export function nested(of: Arguments, name: string): Arguments {
  return blocks(of, name)[0] ?? {};
}

/** All blocks of a name in another one. */
export function blocks(of: Arguments, name: string): Arguments[] {
  return listOf(of[name]).filter((one): one is Arguments => typeof one === 'object' && one !== null);
}

/** A value that stands alone or in a list. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
