/** What a request that doesn't fit its schema is told: `invalid_request`, with the field that is meant. */
import { VecheError } from './errors.ts';

interface SchemaFault {
  readonly instancePath?: string;
  readonly params?: unknown;
}

/** Takes the validator's faults as Fastify's `schemaErrorFormatter` hands them over. Never throws. */
export function requestFault(faults: readonly SchemaFault[]): VecheError {
  const [fault] = faults;
  const path = (fault?.instancePath ?? '').split('/').filter((part) => part !== '');
  const params = fault?.params as { readonly requiredProperties?: readonly unknown[] } | undefined;
  const missing = params?.requiredProperties?.[0];
  const field = [...path, ...(typeof missing === 'string' ? [missing] : [])].join('.').slice(0, 100);
  return new VecheError('invalid_request', field === '' ? {} : { field });
}
