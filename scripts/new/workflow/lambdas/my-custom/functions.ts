declare module '../index' {
  interface Functions {
    'my-custom/initialize': typeof import('./initialize');
    'my-custom/process': typeof import('./process');
    'my-custom/finalize': typeof import('./finalize');
  }
}

export type {};
