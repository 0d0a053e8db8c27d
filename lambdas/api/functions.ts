declare module '../index' {
  interface Functions {
    'api/http': typeof import('./http');
  }
}

export type {};
