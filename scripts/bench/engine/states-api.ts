import { Agent } from 'node:http';
import { AwsClient } from '@blueprint/local/aws/client';
import { ROOT_CREDENTIALS } from '@blueprint/local/aws/credentials';

/**
 * The Step Functions API in signed requests without an SDK: the client shall take as little of the machine as it can from
 * the server whose speed is measured.
 */
export class StatesApi {
  private readonly agent: Agent;
  private readonly client: AwsClient;

  /**
   * @param endpoint `http://127.0.0.1:<port>`
   * @param connections how many requests are under way at once
   */
  constructor({ endpoint, region }: { endpoint: string; region: string }, connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.client = new AwsClient({ endpoint, region, agent: this.agent });
  }

  /** @throws AwsError when the answer is an error */
  async call(operation: string, input: object): Promise<unknown> {
    const { body } = await this.client.rest(
      {
        service: 'states',
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` },
        body: JSON.stringify(input),
      },
      ROOT_CREDENTIALS,
    );
    return JSON.parse(body.toString('utf8'));
  }

  close(): void {
    this.agent.destroy();
  }
}
