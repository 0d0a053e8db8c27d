import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { StepFunctionsError } from '../errors';
import type { StepFunctions } from '../service';
import { callerGone } from './caller-gone';
import { operationOf, readInput, sendError, sendOutput } from './protocol';
import { withTraceHeader } from './trace-header';

/** Longer than clients keep an idle connection, so that none is reused while it is being closed. */
const KEEP_ALIVE_MS = 75_000;

/**
 * The engine behind HTTP, in AWS JSON 1.0, on 127.0.0.1 only. Who calls is not asked: signatures are not looked at, nor is
 * the host, so that `sync-<host>`, which SDKs call for StartSyncExecution, is served like any other.
 */
export class StepFunctionsServer {
  private engine: Pick<StepFunctions, 'handle'> | undefined;

  private constructor(private readonly server: Server) {
    server.on('request', (message: IncomingMessage, response: ServerResponse) => void this.serve(message, response));
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    // GetActivityTask takes a minute.
    server.requestTimeout = 0;
  }

  /**
   * Takes the port. Requests are answered with `ServiceUnavailable` until `open` is called.
   *
   * @param port 0 for any that is free.
   * @throws Error when the port is in use.
   */
  static listen(port: number): Promise<StepFunctionsServer> {
    return new Promise((resolve, reject) => {
      const server = createServer();
      server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
      server.listen(port, '127.0.0.1', () => resolve(new StepFunctionsServer(server)));
    });
  }

  /** `http://127.0.0.1:<port>` */
  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  open(engine: Pick<StepFunctions, 'handle'>): void {
    this.engine = engine;
  }

  /** Lets go of the port and of all connections. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const signal = callerGone(response);
    try {
      const input = await readInput(message);
      const operation = operationOf(message);
      if (!this.engine) throw new StepFunctionsError('ServiceUnavailable', 'Step Functions is still starting', 503);
      const traced = withTraceHeader(operation, input, message.headers);
      sendOutput(response, await this.engine.handle(operation, traced, { signal }));
    } catch (error) {
      // Who has gone away hears nothing.
      if (!response.destroyed) sendError(response, error);
    }
  }
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} on 127.0.0.1 is already in use. End the program that uses it, or choose another with --port.`,
    );
  }
  if (error.code === 'EACCES') {
    return new Error(`Port ${port} on 127.0.0.1 may not be used by you. Choose one above 1023 with --port.`);
  }
  return error;
}
