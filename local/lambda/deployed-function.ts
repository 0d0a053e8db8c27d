/** A function as it was deployed: all that is needed to run it. */
export interface DeployedFunction {
  name: string;
  /** Without version or alias. */
  arn: string;
  version: string;
  handler: string;
  roleArn: string;
  timeoutSeconds: number;
  memoryMb: number;
  runtime: string;
  environment: Record<string, string>;
  logGroup: string;
  logFormat: 'Text' | 'JSON';
  /** Undefined: as many as the account allows. */
  reservedConcurrency: number | undefined;
  /** The folder into which the deployed zip was unpacked. */
  codeFolder: string;
  /** Equal for two functions whose workers can stand in for one another. */
  fingerprint: string;
}
