/** The reference page of everything that can go wrong, written from the catalogue. */
import { errorCatalogue } from '../../packages/contracts/errors.ts';

export function errorsPage(): string {
  const rows = Object.entries(errorCatalogue).map(
    ([code, { status, retryable, en, ru }]) =>
      `| \`${code}\` | ${status} | ${retryable ? 'yes' : ''} | ${en} | ${ru} |`,
  );
  return [
    '# Errors',
    '',
    'Over HTTP an error is the answer’s body, `{"error":{"code","message","retryable","field"?,"retryAfterSeconds"?}}`; in signalling the same object stands in the `data` of a JSON-RPC error. The words come in the language of `?lang=` or Accept-Language.',
    '',
    '| Code | Status | Worth a retry | English | Russian |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'This page is generated from `packages/contracts/errors.ts` by `scripts/generate-docs.ts`.',
    '',
  ].join('\n');
}
