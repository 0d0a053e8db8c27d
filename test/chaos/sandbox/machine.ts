import { toAsl } from '@blueprint/asl';
import { commandHandler } from '@blueprint/stacks/command/definition';

/** The machine's definition as it is deployed, in JSON. */
export const asl = (functionArn: (path: string) => string, waitSeconds: number): string =>
  toAsl(commandHandler({ functionArn, waitSeconds }));
