declare module '../index' {
  interface Functions {
    'event-intake/http': typeof import('./http');
  }
}

export type {};
