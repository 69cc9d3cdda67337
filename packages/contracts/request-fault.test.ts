import { describe, expect, it } from 'vitest';
import { requestFault } from './request-fault.ts';

describe('requestFault', () => {
  it('names the field whose type is wrong, a nested one by its path', () => {
    expect(requestFault([{ instancePath: '/email', params: { type: 'string' } }])).toMatchObject({
      code: 'invalid_request',
      field: 'email',
    });
    expect(requestFault([{ instancePath: '/a/0/b' }]).field).toBe('a.0.b');
  });

  it('names the first field that is missing', () => {
    expect(requestFault([{ instancePath: '', params: { requiredProperties: ['name', 'email'] } }]).field).toBe('name');
  });

  it('names no field when the whole body is of another type, or nothing is known', () => {
    expect(requestFault([{ instancePath: '', params: { type: 'object' } }]).field).toBeUndefined();
    expect(requestFault([]).code).toBe('invalid_request');
  });

  it('keeps what a stranger typed short', () => {
    expect(requestFault([{ instancePath: `/${'x'.repeat(5_000)}` }]).field).toHaveLength(100);
  });
});
