/** `Content-Disposition: attachment` with a name in any alphabet (RFC 6266; the long form is RFC 8187). */

/** Bytes that need no escaping: `attr-char` of RFC 8187, section 3.2.1, less what `encodeURIComponent` escapes anyway. */
const unescapedByEncode = /['()*]/g;

export function attachmentDisposition(fileName: string): string {
  const wellFormed = fileName.toWellFormed();
  // For programs that know no better; whatever a quoted string could trip over becomes `_`.
  const plain = wellFormed.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(wellFormed).replace(
    unescapedByEncode,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
