declare module '../index' {
  interface Functions {
    'command/trigger': typeof import('./trigger');
    'command/check-version': typeof import('./check-version');
    'command/wait-prev-command': typeof import('./wait-prev-command');
    'command/set-ttl-command': typeof import('./set-ttl-command');
    'command/history-copy': typeof import('./history-copy');
    'command/transform-data': typeof import('./transform-data');
    'command/sync-data': typeof import('./sync-data');
    'command/finish': typeof import('./finish');
    'command/settle': typeof import('./settle');
    'command/reconcile': typeof import('./reconcile');
    'command/http': typeof import('./http');
  }
}

export type {};
