/**
 * Takes an SVG's text apart into tags and text, as strictly as XML 1.0 wants it: whatever a browser could read in two ways is broken here.
 * One pass, and no step that looks back.
 */
export interface MarkupAttribute {
  readonly name: string;
  /** References resolved. */
  readonly value: string;
}

export type MarkupToken =
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: readonly MarkupAttribute[];
      readonly isEmpty: boolean;
    }
  | { readonly kind: 'close'; readonly name: string }
  /** Character data, references resolved; CDATA as it is. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'instruction'; readonly name: string }
  | { readonly kind: 'doctype' }
  /** The last one, whatever follows. */
  | { readonly kind: 'broken' };

const nameHere = /[^\s<>"'=/&!?]+/y;
const spaceHere = /[ \t\r\n]*/y;
const equalsHere = /[ \t\r\n]*=[ \t\r\n]*/y;
const closeHere = /<\/[^\s<>"'=/&!?]+[ \t\r\n]*>/y;
/** Without a subset of its own: that is where entities are declared. */
const doctypeHere = /<!DOCTYPE[ \t\r\n][^[\]<>&]*>/y;

export function* scanMarkup(text: string): Generator<MarkupToken, void, undefined> {
  let at = 0;
  while (at < text.length) {
    const next = tokenAt(text, at);
    if (next === undefined) {
      yield { kind: 'broken' };
      return;
    }
    at = next.end;
    if (next.token !== undefined) yield next.token;
  }
}

/** A token, or a comment, which is none; undefined = broken. */
type Step = { readonly token: MarkupToken | undefined; readonly end: number } | undefined;

function tokenAt(text: string, at: number): Step {
  if (text[at] !== '<') return textAt(text, at);
  if (text.startsWith('<!--', at)) return upTo(text, at + 4, '-->', () => undefined);
  if (text.startsWith('<![CDATA[', at)) return upTo(text, at + 9, ']]>', (inner) => ({ kind: 'text', text: inner }));
  if (text.startsWith('<?', at))
    return upTo(text, at + 2, '?>', (inner) => ({ kind: 'instruction', name: nameOf(inner) }));
  if (text.startsWith('<!', at)) {
    const doctype = match(doctypeHere, text, at);
    return doctype === undefined ? undefined : { token: { kind: 'doctype' }, end: at + doctype.length };
  }
  if (text.startsWith('</', at)) {
    const close = match(closeHere, text, at);
    return close === undefined
      ? undefined
      : { token: { kind: 'close', name: nameOf(close.slice(2)) }, end: at + close.length };
  }
  return tagAt(text, at);
}

function textAt(text: string, at: number): Step {
  const found = text.indexOf('<', at);
  const end = found === -1 ? text.length : found;
  const resolved = resolveReferences(text.slice(at, end));
  return resolved === undefined ? undefined : { token: { kind: 'text', text: resolved }, end };
}

function upTo(text: string, from: number, mark: string, token: (inner: string) => MarkupToken | undefined): Step {
  const end = text.indexOf(mark, from);
  return end === -1 ? undefined : { token: token(text.slice(from, end)), end: end + mark.length };
}

function tagAt(text: string, from: number): Step {
  const name = match(nameHere, text, from + 1);
  if (name === undefined) return undefined;
  const attributes: MarkupAttribute[] = [];
  let at = from + 1 + name.length;
  for (;;) {
    const space = match(spaceHere, text, at) ?? '';
    at += space.length;
    if (text[at] === '>') return { token: { kind: 'open', name, attributes, isEmpty: false }, end: at + 1 };
    if (text.startsWith('/>', at)) return { token: { kind: 'open', name, attributes, isEmpty: true }, end: at + 2 };
    const attribute = space === '' ? undefined : attributeAt(text, at);
    if (attribute === undefined) return undefined;
    attributes.push(attribute);
    at = attribute.end;
  }
}

function attributeAt(text: string, from: number): (MarkupAttribute & { readonly end: number }) | undefined {
  const name = match(nameHere, text, from);
  if (name === undefined) return undefined;
  const equals = match(equalsHere, text, from + name.length);
  if (equals === undefined) return undefined;
  const quoteAt = from + name.length + equals.length;
  const quote = text[quoteAt];
  if (quote !== '"' && quote !== "'") return undefined;
  const end = text.indexOf(quote, quoteAt + 1);
  if (end === -1) return undefined;
  const raw = text.slice(quoteAt + 1, end);
  const value = raw.includes('<') ? undefined : resolveReferences(raw);
  return value === undefined ? undefined : { name, value, end: end + 1 };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

const nameOf = (inner: string): string => match(nameHere, inner, 0) ?? '';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const reference = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/g;
/** An ampersand that begins no reference, or one to what isn't XML's own. */
const noReference = /&(?!#x[0-9a-fA-F]{1,6};|#[0-9]{1,7};|(?:amp|lt|gt|quot|apos);)/;

/** Undefined = broken. */
function resolveReferences(text: string): string | undefined {
  if (!text.includes('&')) return text;
  if (noReference.test(text)) return undefined;
  return text.replace(reference, (_all, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return entities[name]!;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    // There is no such character: it stands for itself, as a broken one.
    return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });
}
