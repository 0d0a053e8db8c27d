import { roleName } from '../aws/arn';
import type { AwsClient } from '../aws/client';
import { ROOT_CREDENTIALS } from '../aws/credentials';
import { xmlField } from '../aws/error';
import { allowsService, type ServiceRequest } from './resource-policy';

/**
 * Whether the trust policies of roles let a service act as them. Asked by parts of ours that do so, since they get their sessions as
 * root, who may assume any role here.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
 */
export class RoleTrust {
  readonly #client: Pick<AwsClient, 'query'>;
  readonly #policies = new Map<string, Promise<string>>();

  constructor(client: Pick<AwsClient, 'query'>) {
    this.#client = client;
  }

  /** To be called after every IAM write. */
  forget(): void {
    this.#policies.clear();
  }

  /** Throws `AwsError` `NoSuchEntity` when there is no such role. */
  async trusts(roleArn: string, service: Omit<ServiceRequest, 'action' | 'resource'>): Promise<boolean> {
    const policy = await this.#policy(roleName(roleArn));
    return allowsService(policy, { ...service, action: 'sts:AssumeRole', resource: roleArn });
  }

  #policy(role: string): Promise<string> {
    const known = this.#policies.get(role);
    if (known) return known;
    const read = this.#read(role);
    this.#policies.set(role, read);
    read.catch(() => this.#policies.delete(role));
    return read;
  }

  async #read(role: string): Promise<string> {
    const xml = await this.#client.query('iam', 'GetRole', { RoleName: role }, ROOT_CREDENTIALS);
    return decodeURIComponent(xmlField(xml, 'AssumeRolePolicyDocument') ?? '%7B%7D');
  }
}
