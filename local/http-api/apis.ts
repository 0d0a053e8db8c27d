import { AwsError } from '../aws/error';
import type { JsonObject } from '../stepfunctions';
import type { HttpApi } from './api';

/** Reads a resource of the API Gateway V2 API, e.g. `/v2/apis/<id>/routes`. Throws `AwsError` for one that is not there. */
export type ReadResource = (path: string) => Promise<JsonObject>;

/** The HTTP APIs as the control plane holds them; read again after each write of the API Gateway API that passed the endpoint. */
export class HttpApis {
  readonly #read: ReadResource;
  readonly #known = new Map<string, Promise<HttpApi | undefined>>();

  constructor(read: ReadResource) {
    this.#read = read;
  }

  /** To be called after every write of the API Gateway API. */
  forget(): void {
    this.#known.clear();
  }

  /** Undefined for what is no HTTP API: a REST or WebSocket API, or none at all. */
  get(apiId: string): Promise<HttpApi | undefined> {
    const known = this.#known.get(apiId);
    if (known) return known;
    const read = this.#readApi(apiId);
    this.#known.set(apiId, read);
    read.catch(() => this.#known.delete(apiId));
    return read;
  }

  async #readApi(apiId: string): Promise<HttpApi | undefined> {
    const path = `/v2/apis/${encodeURIComponent(apiId)}`;
    const api = await this.#read(path).catch((error: unknown) => {
      if (error instanceof AwsError && error.statusCode === 404) return undefined;
      throw error;
    });
    if (api?.protocolType !== 'HTTP') return undefined;
    const parts = ['stages', 'routes', 'integrations', 'authorizers'];
    const lists = await Promise.all(parts.map((part) => this.#read(`${path}/${part}`)));
    const [stages = [], routes = [], integrations = [], authorizers = []] = lists.map(({ items }) => items);
    return { ...api, stages, routes, integrations, authorizers } as unknown as HttpApi;
  }
}
