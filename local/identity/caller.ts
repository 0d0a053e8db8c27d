import { roleName } from '../aws/arn';
import { AwsError } from '../aws/error';

/** Who makes a request: the account's root, which may do everything, or a principal whose policies decide. */
export type Caller = { kind: 'root'; arn: string } | { kind: 'principal'; arn: string; policySourceArn: string };

export function rootCaller(accountId: string): Caller {
  return { kind: 'root', arn: `arn:aws:iam::${accountId}:root` };
}

/**
 * A session of a role. The path of the role is left out of `policySourceArn`, because MiniStack's simulation finds a role
 * by its bare name.
 */
export function roleCaller(roleArn: string, sessionName: string): Caller {
  const account = roleArn.split(':')[4] ?? '';
  const role = roleName(roleArn);
  return {
    kind: 'principal',
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${sessionName}`,
    policySourceArn: `arn:aws:iam::${account}:role/${role}`,
  };
}

export function userCaller(userName: string, accountId: string): Caller {
  const arn = `arn:aws:iam::${accountId}:user/${userName}`;
  return { kind: 'principal', arn, policySourceArn: arn };
}

/** The access key and the service that a request's `Authorization` header names. */
export function credentialScope(
  authorization: string | undefined,
): { accessKeyId: string; service: string } | undefined {
  const match = /Credential=([^/,\s]+)\/\d{8}\/[^/]*\/([^/]+)\/aws4_request/.exec(authorization ?? '');
  return match?.[1] && match[2] ? { accessKeyId: match[1], service: match[2] } : undefined;
}

export function missingToken(): AwsError {
  return new AwsError(
    'MissingAuthenticationTokenException',
    'Missing Authentication Token: sign the request (locally, access key and secret key "test" are the account\'s root).',
    403,
  );
}

export function unknownToken(): AwsError {
  return new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
}
