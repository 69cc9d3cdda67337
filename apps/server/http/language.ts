/** In which of our languages a request wants its words: `?lang=` decides, then Accept-Language, then English. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Language } from '@veche/contracts/errors.ts';

const isLanguage = (text: string): text is Language => text === 'en' || text === 'ru';

/** `url` is the request's target, as in `/api/v1/users?lang=ru`. */
export function requestLanguage(url: string, headers: IncomingHttpHeaders): Language {
  const query = url.indexOf('?');
  const forced = query < 0 ? null : new URLSearchParams(url.slice(query)).get('lang');
  if (forced !== null && isLanguage(forced)) return forced;
  return preferredLanguage(headers['accept-language'] ?? '');
}

/** The best-weighted of our languages in an Accept-Language header (RFC 9110, section 12.5.4). */
export function preferredLanguage(header: string): Language {
  let best: Language = 'en';
  let bestWeight = 0;
  for (const part of header.slice(0, 1_000).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = tag.split('-')[0] ?? '';
    const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    if (isLanguage(language) && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}
