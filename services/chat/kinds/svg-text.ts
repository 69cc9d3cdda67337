/**
 * An SVG may draw, and nothing else: no scripts, no other documents inside, nothing from elsewhere. What cannot be read for certain is
 * refused; whoever drew it can save it as PNG.
 */
import { gunzipSync } from 'node:zlib';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { type MarkupAttribute, scanMarkup } from './svg-markup.ts';
import { leadsNowhere, namesScript, styleLeadsNowhere } from './svg-references.ts';
import { utf16Of } from './text-kind.ts';

/** `svg` are all bytes of the file. Throws `file_scripted`. */
export function requireHarmlessSvg(svg: Uint8Array): void {
  const text = decodeSvg(svg);
  if (text === undefined || !onlyDraws(text)) throw new VecheError('file_scripted');
}

/** The same for an SVGZ: an SVG within a gzip. Throws `file_content_mismatch` when it is no gzip to its end, else as above. */
export function requireHarmlessCompressedSvg(svgz: Uint8Array): void {
  requireHarmlessSvg(unpackSvg(svgz));
}

function unpackSvg(svgz: Uint8Array): Uint8Array {
  try {
    return gunzipSync(svgz, { maxOutputLength: limits.chatSvgMaxBytes });
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new VecheError(isTooLarge ? 'file_scripted' : 'file_content_mismatch', { cause: error });
  }
}

/** Encodings in which every ASCII character is the byte that it seems to be: whichever of them it is, the tags are the same. */
const plainEncodings = /^(?:utf-8|us-ascii|iso-8859-\d{1,2}|windows-125\d)$/i;
const declaration = /^<\?xml[ \t\r\n][^>]*?encoding[ \t\r\n]*=[ \t\r\n]*["']([^"']*)["']/;

function decodeSvg(svg: Uint8Array): string | undefined {
  const utf16 = utf16Of(svg);
  const text = utf16 === undefined ? (decode('utf-8', svg) ?? decode('windows-1252', svg)) : decode(utf16, svg);
  const declared = declaration.exec(text ?? '')?.[1];
  if (declared === undefined) return text;
  const isSo = utf16 === undefined ? plainEncodings.test(declared) : declared.toLowerCase() === 'utf-16';
  return isSo ? text : undefined;
}

function decode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** XML allows no other of them, so they can only be there to confuse. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

const activeElements: ReadonlySet<string> = new Set([
  ...['script', 'foreignobject', 'handler', 'listener', 'iframe', 'object', 'embed', 'audio', 'video', 'canvas'],
  ...['link', 'meta', 'base', 'form'],
]);

function onlyDraws(text: string): boolean {
  if (controls.test(text)) return false;
  let hasRoot = false;
  let depth = 0;
  /** Of the style sheet that is being read, in pieces: comments may stand between them. */
  let css: string | undefined;
  for (const token of scanMarkup(text)) {
    switch (token.kind) {
      case 'broken':
        return false;
      case 'doctype':
        break;
      case 'instruction':
        if (localName(token.name) === 'xml-stylesheet') return false;
        break;
      case 'text':
        if (depth === 0 && token.text.trim() !== '') return false;
        if (css !== undefined) css += token.text;
        break;
      case 'open': {
        const name = localName(token.name);
        if (depth === 0 && (hasRoot || name !== 'svg')) return false;
        hasRoot = true;
        // Elements within a style sheet have no use but to hide a part of it.
        if (css !== undefined || activeElements.has(name) || !token.attributes.every(isHarmless)) return false;
        if (token.isEmpty) break;
        depth += 1;
        if (name === 'style') css = '';
        break;
      }
      case 'close':
        if (css !== undefined && !styleLeadsNowhere(css)) return false;
        css = undefined;
        depth -= 1;
        if (depth < 0) return false;
        break;
    }
  }
  return hasRoot && depth === 0;
}

/** Browsers mind the case of names and the namespace of their prefixes; here neither is trusted. */
const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1).toLowerCase();

function isHarmless({ name, value }: MarkupAttribute): boolean {
  const local = localName(name);
  if (local.startsWith('on') || name.toLowerCase() === 'xml:base') return false;
  if ((local === 'href' || local === 'src') && !leadsNowhere(value)) return false;
  // An animation must not set what may not be written.
  if (local === 'attributename' && /^(?:href|src|on.*|base)$/.test(localName(value.trim()))) return false;
  if (name === 'xmlns' || name.startsWith('xmlns:'))
    return value.trim().toLowerCase() !== 'http://www.w3.org/1999/xhtml';
  if (namesScript(value)) return false;
  // Editors keep paths of Windows and the like in attributes of their own, which no browser reads as a style.
  const mayStyle = !name.includes(':') && !name.startsWith('data-');
  return !mayStyle || styleLeadsNowhere(value);
}
