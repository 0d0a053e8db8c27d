declare module '../index' {
  interface Functions {
    'support-case/open-case': typeof import('./open-case');
    'support-case/assign-case': typeof import('./assign-case');
    'support-case/work-on-case': typeof import('./work-on-case');
    'support-case/close-case': typeof import('./close-case');
    'support-case/escalate-case': typeof import('./escalate-case');
  }
}

export type {};
