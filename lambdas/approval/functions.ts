declare module '../index' {
  interface Functions {
    'approval/request': typeof import('./request');
    'approval/http': typeof import('./http');
    'approval/remind': typeof import('./remind');
  }
}

export type {};
