declare module '../index' {
  interface Functions {
    'quote/get-prices': typeof import('./get-prices');
    'quote/http': typeof import('./http');
  }
}

export type {};
