import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handler } from '../http';
import { httpEvent } from './http';

/** Serves the handler of the page on 127.0.0.1, as API Gateway would: a browser sees the very headers and bytes. */
export class PageServer {
  /** What was asked for beside the page: a page that fetches nothing leaves it empty, but for the icon that browsers look for. */
  readonly others: string[] = [];

  private constructor(
    private readonly server: Server,
    readonly origin: string,
  ) {}

  static async listen(): Promise<PageServer> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo; // it listens on a port
    const page = new PageServer(server, `http://127.0.0.1:${port}`);
    server.on('request', (request, response) => void page.serve(request, response));
    return page;
  }

  /** Where a link of a mail leads here. */
  localLink(link: URL): string {
    return `${this.origin}${link.pathname}${link.search}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (!url.pathname.startsWith('/approvals/')) {
      this.others.push(url.pathname);
      response.writeHead(404).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const method = request.method ?? 'GET';
    const {
      statusCode = 500,
      headers,
      body,
    } = await handler(httpEvent(method, url, method === 'POST' ? form : undefined, request.headers.accept));
    response.writeHead(statusCode, headers as Record<string, string>).end(body); // texts, as the handler writes them
  }
}
