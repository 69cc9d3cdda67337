import { describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';

function logged(format: 'json' | 'pretty-simple', level: 'debug' | 'info' = 'info') {
  const lines: string[] = [];
  return { lines, logger: createLogger({ level, format }, (line) => lines.push(line)) };
}

describe('the log', () => {
  it('writes one JSON object a line, the sentence apart from the fields', () => {
    const { lines, logger } = logged('json');
    logger.child({ room: 'host' }).warn({ worker: 2 }, 'A worker died');
    expect(JSON.parse(lines[0]!)).toMatchObject({ level: 'warn', room: 'host', worker: 2, msg: 'A worker died' });
  });

  it('writes a plain line for people', () => {
    const { lines, logger } = logged('pretty-simple');
    logger.info({ port: 8080, address: '::' }, 'Listening');
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}Listening port=8080 address=::\n$/);
  });

  it('shows where an error came from', () => {
    const { lines, logger } = logged('pretty-simple');
    logger.error({ err: new Error('boom') }, 'A request failed');
    expect(lines[0]).toContain('Error: boom');
    expect(lines[0]).toContain('log.test.ts');
  });

  it('keeps less important lines to itself', () => {
    const { lines, logger } = logged('json');
    logger.debug({}, 'Detail');
    expect(lines).toEqual([]);
  });

  it.each(['password', 'token', 'participantToken', 'authorization'])('strikes out a field named %s', (name) => {
    const { lines, logger } = logged('json');
    logger.info({ [name]: 'sesame', body: { [name]: 'sesame' } }, 'Careless');
    expect(lines[0]).not.toContain('sesame');
  });
});
