import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiAnswer, ApiRequest } from '@blueprint/lambdas/platform/example';
import { LocalIssuer } from '../issuer';
import type { LocalRun } from './clients';

const states = join(resolve(__dirname, '..', '..'), '.local', 'terraform');

/**
 * Where the deployed HTTP API of an environment is, by the outputs of its stack.
 *
 * @param folder of the states
 */
export function apiUrl({ name }: LocalRun['environment'], folder = states): string {
  const { outputs } = JSON.parse(readFileSync(join(folder, `${name}-workflows.tfstate`), 'utf8'));
  return String(outputs.api_url.value);
}

/** Answers of 503 to what can be repeated, after which a client gives up. */
const MOST_ATTEMPTS = 6;
const PAUSE_MS = 1_000;

/** Calls the HTTP API as its clients do: with tokens of the local issuer, and again where the API is too busy. */
export function apiClient({ environment, signal }: LocalRun, url: string) {
  const issuer = new LocalIssuer(environment.api.jwt);
  const once = async ({ method, path, tenantCode, idempotencyKey, body, headers }: ApiRequest): Promise<ApiAnswer> => {
    const token = tenantCode === undefined ? undefined : await issuer.token({ tenantCode, userId: 'npm-start' });
    const answer = await fetch(new URL(`${url}${path}`), {
      method,
      redirect: 'manual',
      signal,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
  };
  return async (request: ApiRequest): Promise<ApiAnswer> => {
    const isRepeatable = request.method === 'GET' || request.idempotencyKey !== undefined;
    for (let attempt = 1; ; attempt++) {
      const answer = await once(request);
      if (answer.status !== 503 || !isRepeatable || attempt === MOST_ATTEMPTS) return answer;
      await pause(PAUSE_MS, undefined, { signal });
    }
  };
}
