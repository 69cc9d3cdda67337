/** For the tests of services: whether a route's schema tells of an error that left it. */
import type { ErrorBody } from '../errors.ts';

/**
 * Answers what is missing, as in `401 not_signed_in`, or nothing. `response` is the route's response schema, `payload` the
 * answer's text.
 */
export function undocumentedError(response: unknown, status: number, payload: string): string | undefined {
  if (status < 400) return undefined;
  const { code } = (JSON.parse(payload) as ErrorBody).error;
  const answers = response as Readonly<Record<number, { readonly description?: string }>> | undefined;
  return answers?.[status]?.description?.includes(`\`${code}\``) === true ? undefined : `${status} ${code}`;
}
