import { dirname, join } from 'node:path';

const SYSTEM_PATH = '/usr/bin:/bin';

export interface MiniStackSettings {
  port: number;
  region: string;
  accountId: string;
  /** Holds whatever MiniStack would otherwise put into the system's temporary folder. */
  folder: string;
  /** Whether it runs functions itself, with the `node` of this process; default: it must not, our host does. */
  runsFunctions?: boolean;
  /** Where it writes the rights of roles, and which of them were used, when it ends. Default: nowhere. */
  rightsFile?: string;
}

/**
 * The whole environment of the MiniStack process: none of the user's own AWS variables may reach it, since its root
 * credentials are read from them.
 */
export function miniStackEnvironment(settings: MiniStackSettings): Record<string, string> {
  return {
    PATH: settings.runsFunctions ? `${dirname(process.execPath)}:${SYSTEM_PATH}` : SYSTEM_PATH,
    HOME: settings.folder,
    TMPDIR: settings.folder,
    LANG: 'C.UTF-8',
    PYTHONUNBUFFERED: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    GATEWAY_PORT: String(settings.port),
    BIND_HOST: '127.0.0.1',
    MINISTACK_REGION: settings.region,
    MINISTACK_ACCOUNT_ID: settings.accountId,
    AUTH: 'true',
    LOG_LEVEL: 'WARNING',
    PERSIST_STATE: '0',
    S3_PERSIST: '0',
    STATE_DIR: join(settings.folder, 'state'),
    S3_DATA_DIR: join(settings.folder, 's3'),
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    // Told to use Docker and nothing else, and without Docker, MiniStack cannot run functions.
    ...(settings.runsFunctions ? {} : { LAMBDA_STRICT: '1', LAMBDA_EXECUTOR: 'docker' }),
    ...(settings.rightsFile === undefined ? {} : { RIGHTS_FILE: settings.rightsFile }),
    DOCKER_HOST: 'tcp://127.0.0.1:1',
  };
}
