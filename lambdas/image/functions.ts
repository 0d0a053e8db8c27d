declare module '../index' {
  interface Functions {
    'image/start': typeof import('./start');
    'image/resize': typeof import('./resize');
    'image/thumbnail': typeof import('./thumbnail');
  }
}

export type {};
