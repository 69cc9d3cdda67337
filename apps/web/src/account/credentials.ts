/** What can be told about a sign-in or registration form before the server is asked: every fault at once, each by its field. */
import type { ErrorCode } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { WordKey } from '../i18n/translate.ts';

export interface Credentials {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export type CredentialField = keyof Credentials;

/** Either words of ours, or an error of the catalogue. */
export type Fault = { readonly key: WordKey } | { readonly code: ErrorCode };
export type Faults = { readonly [Field in CredentialField]?: Fault };

/** No entry = nothing to complain of here; the server may still know better. A name is asked for on registering only. */
export function faultsOf({ name, email, password }: Credentials, registering: boolean): Faults {
  const faults: { -readonly [Field in CredentialField]?: Fault } = {};
  if (registering && name.trim() === '') faults.name = { code: 'name_missing' };
  if (email.trim() === '') faults.email = { key: 'account.emailMissing' };
  else if (registering && !email.includes('@')) faults.email = { code: 'email_invalid' };
  if (password === '') faults.password = { key: 'account.passwordMissing' };
  else if (registering && [...password.normalize('NFKC')].length < limits.passwordMinLength)
    faults.password = { code: 'password_too_short' };
  return faults;
}
