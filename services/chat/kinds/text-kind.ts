/** Tells text from other bytes, and what sort of text it is. */
import type { ContentKind } from './content-kinds.ts';

/** Never in a text of any encoding that is in use; shifts and ESC are (ISO-2022, coloured logs), so are the DOS end mark 1A and separators. */
const isNotOfText = (byte: number): boolean => byte < 7 || (byte > 0x0f && byte < 0x1a);

/**
 * The text of a file's first bytes, cut off anywhere: UTF-8, UTF-16 with a byte order mark, or some 8-bit or double-byte encoding, which is
 * read as Latin and right in its ASCII part. Undefined = no text.
 */
export function decodeText(head: Uint8Array): string | undefined {
  const utf16 = utf16Of(head);
  if (utf16 !== undefined) {
    const text = new TextDecoder(utf16).decode(head, { stream: true });
    return text.includes('\0') ? undefined : text;
  }
  if (head.some(isNotOfText)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(head);
  }
}

export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** A path follows; `#![allow(…)]` is Rust. */
const shebang = /^#![ \t]*\//;

export function textKind(text: string): ContentKind {
  if (shebang.test(text)) return 'script';
  if (text.startsWith('%PDF-')) return 'pdf';
  if (text.startsWith('%!PS')) return 'postscript';
  if (text.startsWith('{\\rtf')) return 'rtf';
  const root = rootOf(text);
  if (root === undefined) return text.trimStart().startsWith('<?xml') ? 'xml' : 'text';
  if (root === 'svg' || root.endsWith(':svg')) return 'svg';
  if (root === 'html' || root === 'head' || root === 'body' || root === 'script') return 'html';
  return text.trimStart().startsWith('<?xml') ? 'xml' : 'text';
}

const beforeRoot = /\s+|<\?[^>]*>|<!--[\s\S]*?-->|<!doctype\s+html[^>]*>|<!doctype[^>[]*(?:\[[^\]]*\]\s*)?>/iy;
const rootTag = /<([a-z_][\w.-]*(?::[\w.-]+)?)[\s/>]/iy;

/** The first element's name in lower case; a document type of HTML counts as its element. */
function rootOf(text: string): string | undefined {
  let at = 0;
  for (;;) {
    beforeRoot.lastIndex = at;
    const skipped = beforeRoot.exec(text);
    if (skipped === null) break;
    if (/^<!doctype\s+html/i.test(skipped[0])) return 'html';
    at = beforeRoot.lastIndex;
  }
  rootTag.lastIndex = at;
  return rootTag.exec(text)?.[1]?.toLowerCase();
}
