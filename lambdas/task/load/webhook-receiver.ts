import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { verifySignature } from '../webhooks/signature';

const notification = z.object({ taskId: z.string(), status: z.string() });
const BODY_LIMIT = 64 * 1024;

/** A receiver as those who are told of tasks would write it: checks each signature, and drops what it has seen. */
export class WebhookReceiver {
  /** Requests whose signature did not hold. */
  refused = 0;
  private readonly seen = new Set<string>();
  private readonly statuses = new Map<string, string[]>();
  private readonly server: Server;

  private constructor(private readonly key: string) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /**
   * @param url of the environment's webhook, on this machine
   * @param key with which notifications are signed
   * @throws Error when its port is in use
   */
  static listen(url: string, key: string): Promise<WebhookReceiver> {
    const { hostname, port } = new URL(url);
    const receiver = new WebhookReceiver(key);
    return new Promise((resolve, reject) => {
      receiver.server.once('error', (error: NodeJS.ErrnoException) =>
        reject(
          error.code === 'EADDRINUSE'
            ? new Error(
                `Port ${port}, on which npm start receives webhooks, is already in use. End that program, or choose another port in ` +
                  'env/local.ts (notifications.webhooks).',
              )
            : error,
        ),
      );
      receiver.server.listen(Number(port), hostname, () => resolve(receiver));
    });
  }

  /** What it was told of a task, in the order of arrival. */
  statusesOf(taskId: string): readonly string[] {
    return this.statuses.get(taskId) ?? [];
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const header = (name: string) => String(request.headers[name] ?? '');
    const signed = { signature: header('x-signature'), timestamp: header('x-timestamp'), body: body ?? '' };
    if (body === undefined || !verifySignature(this.key, signed)) {
      this.refused += 1;
      response.writeHead(401).end();
      return;
    }
    const told = notification.safeParse(JSON.parse(body));
    const id = header('x-delivery-id');
    if (told.success && !this.seen.has(id)) {
      this.seen.add(id);
      const { taskId, status } = told.data;
      this.statuses.set(taskId, [...this.statusesOf(taskId), status]);
    }
    response.writeHead(told.success ? 204 : 400).end();
  }
}

/** Undefined when it is longer than any notification. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
