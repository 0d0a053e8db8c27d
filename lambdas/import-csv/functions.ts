declare module '../index' {
  interface Functions {
    'import-csv/start': typeof import('./start');
    'import-csv/csv-rows-handler': typeof import('./csv-rows-handler');
    'import-csv/apply-rows': typeof import('./apply-rows');
    'import-csv/row-settled': typeof import('./row-settled');
    'import-csv/finalize-parent-job': typeof import('./finalize-parent-job');
    'import-csv/settle': typeof import('./settle');
    'import-csv/http': typeof import('./http');
  }
}

export type {};
