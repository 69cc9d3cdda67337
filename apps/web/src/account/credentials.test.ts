import { describe, expect, it } from 'vitest';
import { faultsOf } from './credentials.ts';

const good = { name: 'Ann', email: 'ann@example.org', password: 'a long walk' };

describe('a form of credentials', () => {
  it('has no fault when everything is there', () => {
    expect(faultsOf(good, true)).toEqual({});
    expect(faultsOf({ ...good, name: '' }, false)).toEqual({});
  });
  it('tells every fault of a registration at once', () => {
    expect(faultsOf({ name: ' ', email: 'ann', password: 'short' }, true)).toEqual({
      name: { code: 'name_missing' },
      email: { code: 'email_invalid' },
      password: { code: 'password_too_short' },
    });
  });
  it('asks for what is empty, in words that fit', () => {
    expect(faultsOf({ name: '', email: '', password: '' }, false)).toEqual({
      email: { key: 'account.emailMissing' },
      password: { key: 'account.passwordMissing' },
    });
  });
  it('does not judge what is signed in with: the rules may have been others once', () => {
    expect(faultsOf({ name: '', email: 'ann', password: 'short' }, false)).toEqual({});
  });
});
