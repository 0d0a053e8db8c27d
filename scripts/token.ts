import { parseArgs } from 'node:util';
import { environment } from '@blueprint/env';
import { LocalIssuer, TOKEN_LIFETIME } from './issuer';

const usage = `npm run -s token -- --tenant <code> [--user <id>]

  Prints a token for the HTTP API of the local environment, good for ${TOKEN_LIFETIME}.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { tenant: { type: 'string' }, user: { type: 'string', default: 'developer' } },
  });
  if (values.tenant === undefined) throw new Error('--tenant is missing.');
  const issuer = new LocalIssuer(environment('local').api.jwt);
  console.log(await issuer.token({ tenantCode: values.tenant, userId: values.user }));
}

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  process.exitCode = 1;
});
