declare module '../index' {
  interface Functions {
    'task/trigger': typeof import('./trigger');
    'task/start': typeof import('./start');
    'task/iterator': typeof import('./iterator');
    'task/item-failed': typeof import('./item-failed');
    'task/settle-task': typeof import('./settle-task');
    'task/settle': typeof import('./settle');
    'task/notify': typeof import('./notify');
    'task/http': typeof import('./http');
  }
}

export type {};
