/** What is read of a synthesized stack. */
export interface SynthesizedJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly output?: Readonly<Record<string, { readonly value: string }>>;
}

const REMOTE = 'data.terraform_remote_state.storage.outputs.';

/** Which arguments of a resource are the last parts of its ARN, and what stands before them. */
const ARNS: Readonly<Record<string, { readonly service: string; readonly before: string; readonly named: string[] }>> =
  {
    aws_lambda_alias: { service: 'lambda', before: 'function:', named: ['function_name', 'name'] },
    aws_lambda_function: { service: 'lambda', before: 'function:', named: ['function_name'] },
    aws_sns_topic: { service: 'sns', before: '', named: ['name'] },
    aws_sqs_queue: { service: 'sqs', before: '', named: ['name'] },
    aws_dynamodb_table: { service: 'dynamodb', before: 'table/', named: ['name'] },
    aws_sfn_state_machine: { service: 'states', before: 'stateMachine:', named: ['name'] },
  };

/** Resolves references between synthesized resources to what Terraform will put there, as far as names decide it. */
export class References {
  constructor(
    private readonly stacks: { readonly workflows: SynthesizedJson; readonly storage: SynthesizedJson },
    private readonly where: { readonly region: string; readonly account: string },
  ) {}

  /** A text without Terraform's templates. What no name decides, such as the id of an API, is called after its resource. */
  resolve(text: string, stack: SynthesizedJson = this.stacks.workflows): string {
    return text
      .replace(/(?<!\$)\$\{([^}]+)\}/g, (_, reference: string) => this.valueOf(reference, stack))
      .replaceAll('$${', '${')
      .replaceAll('%%{', '%{');
  }

  private valueOf(reference: string, stack: SynthesizedJson): string {
    if (reference.startsWith(REMOTE)) {
      const output = this.stacks.storage.output?.[reference.slice(REMOTE.length)];
      if (!output) throw new Error(`The storage stack has no output for ${reference}.`);
      return this.resolve(output.value, this.stacks.storage);
    }
    const [type = '', id = '', attribute = ''] = reference.split('.');
    const resource = stack.resource[type]?.[id];
    if (!resource) throw new Error(`There is no resource ${reference}.`);
    if (attribute === 'arn' && type === 'aws_s3_bucket') return `arn:aws:s3:::${resource.bucket}`;
    const arn = ARNS[type];
    if (attribute === 'arn' && arn) {
      const { region, account } = this.where;
      const name = arn.named.map((argument) => resource[argument]).join(':');
      return this.resolve(`arn:aws:${arn.service}:${region}:${account}:${arn.before}${name}`, stack);
    }
    const value = resource[attribute];
    return typeof value === 'string' ? this.resolve(value, stack) : `${id.split('_', 1)}-${attribute}`;
  }
}
