/** A signing identity, as the SDKs' credential providers give it. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The account's root: MiniStack allows it everything, as AWS does. Terraform and the CLI use it locally. */
export const ROOT_CREDENTIALS: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
