import { awsError } from '../../fakes/step-functions';
import { ssm } from '../../platform/ssm';

/** A parameter and its versions behind the handlers' own client. */
export class FakeParameter {
  /** The names that were asked for. */
  readonly asked: string[] = [];
  /** The value of version 1, 2, … */
  versions: string[] = ['0123456789abcdef0123456789abcdef'];

  install(): this {
    Reflect.set(ssm, 'send', async ({ input: { Name } }: { input: { Name: string } }) => {
      this.asked.push(Name);
      const [name = '', selector] = Name.split(':');
      if (this.versions.length === 0) throw awsError('ParameterNotFound', name);
      const version = Number(selector ?? this.versions.length);
      const Value = this.versions[version - 1];
      if (Value === undefined) throw awsError('ParameterVersionNotFound');
      return { Parameter: { Name: name, Value, Version: version } };
    });
    return this;
  }
}
