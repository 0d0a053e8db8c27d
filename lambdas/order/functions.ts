declare module '../index' {
  interface Functions {
    'order/http': typeof import('./http');
    'order/validate-order': typeof import('./validate-order');
    'order/process-order': typeof import('./process-order');
    'order/process-payment': typeof import('./process-payment');
    'order/refund-order': typeof import('./refund-order');
    'order/settle': typeof import('./settle');
  }
}

export type {};
