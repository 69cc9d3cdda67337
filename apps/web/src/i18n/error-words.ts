/** What went wrong, in words for a person: the catalogue's by code, our own for what no server could say. */
import { type ErrorCode, errorCatalogue, type Language } from '@veche/contracts/errors.ts';
import { translate } from './translate.ts';

/** `unreachable`: no answer at all. The two call codes come from the call engine. */
export type FailureCode = ErrorCode | 'unreachable' | 'connection_lost' | 'media_unavailable';

export function errorWords(code: FailureCode, language: Language): string {
  if (code === 'unreachable' || code === 'connection_lost') return translate(language, 'error.unreachable');
  if (code === 'media_unavailable') return translate(language, 'error.mediaUnavailable');
  return errorCatalogue[code][language];
}
