/** What an SVG's attributes and styles may lead to: parts of itself, and pictures and fonts that it carries along. */

/** Not `svg+xml`: a picture within the picture could hold what this one may not. */
const carriedAlong =
  /^data:(?:image\/(?:png|jpe?g|pjpeg|gif|webp|avif|bmp)|font\/[\w.+-]+|application\/(?:x-)?font[\w.+-]*)[;,]/i;
/** Browsers drop these from addresses before they read them. */
const droppedFromAddresses = /[\0- ]+/g;
/** Enough to recognise a scheme; pictures that are carried along take megabytes. */
const addressStartLength = 200;

/** `value` is an attribute's, or what follows `url(`. */
export function leadsNowhere(value: string): boolean {
  const start = value.slice(0, addressStartLength).replace(droppedFromAddresses, '');
  return start === '' ? value.length < addressStartLength : start.startsWith('#') || carriedAlong.test(start);
}

const activeAddress = /(?:javascript|vbscript|livescript):|data:(?:text|application\/x(?:html|ml)|image\/svg)/i;

/** Anywhere in the value: animations list several. */
export const namesScript = (value: string): boolean =>
  value.includes(':') && activeAddress.test(value.replace(droppedFromAddresses, ''));

/** At-rules and functions that load by a bare string; bindings and expressions of old browsers. */
const loadingStyle =
  /@import|@namespace|\b(?:-webkit-)?image-set\s*\(|\bimage\s*\(|\bsrc\s*\(|expression\s*\(|-moz-binding|behavior\s*:/i;

/** `css` is a style sheet, a style, or an attribute that a style may stand in. An escape could hide any word: it is not read, but refused. */
export function styleLeadsNowhere(css: string): boolean {
  if (css.includes('\\') || loadingStyle.test(css)) return false;
  for (const { index } of css.matchAll(/url\(/gi)) {
    const argument = css.slice(index + 4, index + 4 + addressStartLength).replace(/^\s*["']?/, '');
    if (!/^\s*\)/.test(argument) && !leadsNowhere(argument)) return false;
  }
  return true;
}
