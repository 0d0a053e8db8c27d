import { parseArgs } from 'node:util';
import { environment } from '@blueprint/env';
import { runScript, withUsage } from './command-line';
import { LocalIssuer, TOKEN_LIFETIME } from './issuer';

const usage = `npm run -s token -- --tenant <code> [--user <id>]

  Prints a token for the HTTP API of the local environment, good for ${TOKEN_LIFETIME}.`;

runScript(async (argv) => {
  const { values } = withUsage(usage, () =>
    parseArgs({
      args: [...argv],
      options: { tenant: { type: 'string' }, user: { type: 'string', default: 'developer' } },
    }),
  );
  if (values.tenant === undefined) throw new Error(`--tenant is missing.\n\n${usage}`);
  const issuer = new LocalIssuer(environment('local').api.jwt);
  console.log(await issuer.token({ tenantCode: values.tenant, userId: values.user }));
});
