import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Issue {
  readonly number: number;
  title: string;
  body: string;
  state: string;
}

/** The issues of a repository, by the parts of GitHub's REST API that are used. */
export class Issues {
  readonly all: Issue[] = [];
  private constructor(private readonly server: Server) {}

  /** On any free port of this machine. */
  static async listen(): Promise<Issues> {
    const server = createServer();
    const issues = new Issues(server);
    server.on('request', (request, response) => {
      bodyOf(request).then((body) => {
        const [status, answer] = issues.answer(`${request.method} ${request.url}`, body);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return issues;
  }

  /** The variables with which jobs are told of the repository. */
  get variables(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      GITHUB_API_URL: `http://127.0.0.1:${port}`,
      GITHUB_REPOSITORY: 'example/stepfunctions-blueprint',
      GITHUB_TOKEN: 'not-a-secret',
    };
  }

  close(): void {
    this.server.close();
  }

  private answer(request: string, body: Partial<Issue>): [status: number, answer: unknown] {
    const path = request.replace('/repos/example/stepfunctions-blueprint', '');
    if (path.startsWith('GET /issues?state=open')) return [200, this.all.filter(({ state }) => state === 'open')];
    if (path === 'POST /issues') {
      const issue = { number: this.all.length + 1, title: '', body: '', ...body, state: 'open' };
      this.all.push(issue);
      return [201, issue];
    }
    const [, method, number, rest] = /^(\w+) \/issues\/(\d+)(.*)$/.exec(path) ?? [];
    const issue = this.all.find((one) => one.number === Number(number));
    if (!issue) return [404, { message: path }];
    if (method === 'PATCH' && rest === '') Object.assign(issue, body);
    return [200, issue];
  }
}

async function bodyOf(request: IncomingMessage): Promise<Partial<Issue>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString() || '{}');
}
