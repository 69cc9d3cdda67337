/** A worker's logger: every line goes to the parent, which knows where logs are written. */
import type { LogFields, Logger } from '@veche/kernel/logger.ts';
import type { FromWorker } from '../worker-protocol.ts';

export function createParentLogger(post: (message: FromWorker) => void, bound: LogFields = {}): Logger {
  const say = (level: 'debug' | 'info' | 'warn' | 'error') => (fields: LogFields, message: string) => {
    post({ type: 'log', level, fields: { ...bound, ...fields }, message });
  };
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    child: (fields) => createParentLogger(post, { ...bound, ...fields }),
  };
}
