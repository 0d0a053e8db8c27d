// @ts-check
/**
 * The Node.js runtime of one worker: loads a function's bundle and runs its handler, one invocation at a time. Plain
 * JavaScript, so that a worker starts without a compiler: every millisecond here is part of every cold start.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { format } = require('node:util');
const { getHeapStatistics } = require('node:v8');
const { parentPort, workerData } = require('node:worker_threads');

if (!parentPort) throw new Error('This file is the start of a worker thread of the Lambda host.');
const port = parentPort;
let requestId = '';

// One port for lines and results keeps them in order; the worker's own stdout would arrive whenever it likes.
const captureWrite = (chunk, encoding, callback) => {
  port.postMessage({ type: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
  const done = typeof encoding === 'function' ? encoding : callback;
  if (done) process.nextTick(done);
  return true;
};
process.stdout.write = captureWrite;
process.stderr.write = captureWrite;

for (const [method, level] of [
  ['log', 'INFO'],
  ['info', 'INFO'],
  ['debug', 'DEBUG'],
  ['warn', 'WARN'],
  ['error', 'ERROR'],
  ['trace', 'TRACE'],
]) {
  console[method] = (...args) => {
    const text = format(...args);
    const line =
      workerData.logFormat === 'JSON'
        ? JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message: text })
        : `${new Date().toISOString()}\t${requestId}\t${level}\t${text.replace(/\n/g, '\r')}`;
    port.postMessage({ type: 'log', text: `${line}\n` });
  };
}

const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

const crash = (errorType, error) => {
  const { errorMessage, trace } = describe(error);
  port.postMessage({ type: 'crash', payload: { errorType, errorMessage: `${errorMessage}`, trace } });
  process.exit(1);
};
process.on('unhandledRejection', (reason) => crash('Runtime.UnhandledPromiseRejection', reason));
process.on('uncaughtException', (error) =>
  crash(error instanceof Error ? error.name : 'Runtime.UncaughtException', error),
);

const runtimeError = (name, message) => Object.assign(new Error(message), { name });

async function loadHandler() {
  const [, modulePath, exportPath] = /^(.*?)\.([^/]+)$/.exec(workerData.handler) ?? [];
  if (!modulePath || !exportPath) {
    throw runtimeError(
      'Runtime.MalformedHandlerName',
      `Bad handler "${workerData.handler}": it must be <file>.<export>.`,
    );
  }
  const file = ['.js', '.cjs', '.mjs'].map((ext) => join(workerData.taskRoot, modulePath + ext)).find(existsSync);
  if (!file) {
    throw runtimeError(
      'Runtime.ImportModuleError',
      `Error: Cannot find module '${modulePath}' in the function's code.`,
    );
  }
  const loaded = file.endsWith('.mjs') ? await import(`file://${file}`) : require(file);
  const handler = exportPath.split('.').reduce((value, name) => value?.[name], loaded);
  if (typeof handler !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${workerData.handler} is undefined or not exported`);
  }
  return handler;
}

function run(handler, event, context) {
  return new Promise((resolve, reject) => {
    const callback = (error, result) => (error ? reject(error) : resolve(result));
    const returned = handler(event, context, callback);
    if (typeof returned?.then === 'function') returned.then(resolve, reject);
    else if (handler.length < 3) resolve(returned);
  });
}

async function invoke(handler, message) {
  requestId = message.context.awsRequestId;
  process.env._X_AMZN_TRACE_ID = message.traceId;
  const context = {
    ...message.context,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
  let answer;
  try {
    const result = await run(handler, JSON.parse(message.event), context);
    answer = { type: 'result', payload: JSON.stringify(result === undefined ? null : result) ?? 'null' };
  } catch (error) {
    const payload = describe(error);
    console.error('Invoke Error', JSON.stringify({ ...payload, stack: payload.trace }));
    answer = { type: 'failure', payload };
  }
  port.postMessage({ ...answer, memoryUsed: getHeapStatistics().used_heap_size + getHeapStatistics().external_memory });
}

loadHandler().then(
  (handler) => {
    port.on('message', (message) => void invoke(handler, message));
    port.postMessage({ type: 'ready' });
  },
  (error) => {
    const payload = describe(error);
    port.postMessage({ type: 'initFailure', payload });
    process.exit(1);
  },
);
