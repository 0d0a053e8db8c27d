import { startLocalAws } from '@blueprint/local';
import type { ServeReply, ServeRequest } from './local-aws-process';

/** Runs in a process of its own: starts a local AWS when it is told how, and stops it when the channel to its parent closes. */
process.once('message', (request: ServeRequest) => {
  startLocalAws({ port: 0, logger: console, ...request }).then(
    (aws) => {
      process.once('disconnect', () => void aws.stop().finally(() => process.exit()));
      reply({ endpoint: aws.endpoint });
    },
    (error: unknown) => {
      reply({ error: error instanceof Error ? error.message : String(error) });
      process.disconnect();
    },
  );
});

function reply(message: ServeReply): void {
  process.send?.(message);
}
