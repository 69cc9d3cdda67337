/** What no server has to be asked: files that are refused by their name or size, and refusals that trying again cannot change. */
import { type ErrorCode, errorCatalogue } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { CallError, CallErrorCode } from '../../call-error.ts';

/** Undefined = the server may be asked. */
export function fileRefusal({ name, size }: { readonly name: string; readonly size: number }): CallError | undefined {
  if (size === 0) return refusal('file_empty');
  if (size > limits.chatFileMaxBytes) return refusal('file_too_large');
  if (name.trim() === '' || [...name].length > limits.chatFileNameMaxLength) return refusal('file_name_invalid');
  return undefined;
}

const refusal = (code: ErrorCode): CallError => ({ code, message: errorCatalogue[code].en, retryable: false });

const forGood: ReadonlySet<CallErrorCode> = new Set<ErrorCode>([
  'file_empty',
  'file_too_large',
  'file_name_invalid',
  'file_executable',
  'file_content_mismatch',
  'file_scripted',
  'file_unpacks_too_large',
  'picture_too_large',
]);

/** Whether the same file may be taken later. */
export const mayTryAgain = ({ code }: CallError): boolean => !forGood.has(code);
