import { gzipSync } from 'node:zlib';
import { limits } from '@veche/contracts/limits.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checked, outcomeOf } from './fixtures/outcome.ts';
import { textOf } from './fixtures/sample-files.ts';
import { requireHarmlessSvg } from './svg-text.ts';

const ns = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
const svg = (inside: string, attributes = '') => `<svg ${ns} ${attributes}>${inside}</svg>`;
const outcome = (text: string | Uint8Array) =>
  outcomeOf(() => requireHarmlessSvg(typeof text === 'string' ? textOf(text) : text)) ?? 'fine';

const png = 'data:image/png;base64,iVBORw0KGgo=';

describe('an SVG that only draws', () => {
  it.each<[string, string]>([
    ['shapes', svg('<g><path d="M0 0h1v1z" fill="#f00"/><text x="1">on &amp; off &lt;3 — Привет</text></g>')],
    [
      'gradients and parts of itself',
      svg('<use href="#a"/><use xlink:href=" #a "/><rect fill="url(#g)" style="mask: url( \'#m\' )"/>'),
    ],
    [
      'a picture that it carries along',
      svg(`<image xlink:href="${png}"/><image href="data:image/jpeg;base64,${'A'.repeat(10_000)}"/>`),
    ],
    ['a style sheet', svg('<style type="text/css"><![CDATA[ .st0 > a { fill: url(#g) } ]]></style>')],
    ['a font that it carries along', svg('<style>@font-face { src: url("data:font/woff2;base64,AAAA") }</style>')],
    ['an empty style', svg('<style/><path d="M0 0"/><style></style>')],
    [
      'what Illustrator writes',
      `<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator: Adobe Illustrator 24.0 -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n${svg('<style type="text/css">\n\t.st0{fill:none;}\n</style>', 'style="enable-background:new 0 0 24 24;" xml:space="preserve"')}`,
    ],
    [
      'what Inkscape writes',
      svg(
        '<metadata><rdf:RDF><cc:Work rdf:about=""><dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>',
        'inkscape:export-filename="C:\\Users\\a.png" sodipodi:docname="a.svg"',
      ),
    ],
    [
      'an animation',
      svg('<rect><animate attributeName="opacity" values="0;1" dur="1s"/><set attributeName="x" to="1"/></rect>'),
    ],
    ['a prefix', '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:path d="M0 0"/></s:svg>'],
    [
      'words about scripts',
      svg('<!-- <script> --><text>javascript: @import url(http://x) \\</text><title><![CDATA[<script>]]></title>'),
    ],
    ['harmless references', svg('<text title="&#65;&#x42;&quot;">&#128075;</text>')],
  ])('is fine: %s', (_name, text) => {
    expect(outcome(text)).toBe('fine');
  });

  it('may be in UTF-16, in Latin letters, or have a byte order mark', () => {
    const declared = (encoding: string) =>
      `<?xml version="1.0" encoding="${encoding}"?>${svg('<text>caf\u00e9</text>')}`;
    expect(outcome(`\ufeff${svg('')}`)).toBe('fine');
    expect(outcome(Buffer.from(`\ufeff${declared('UTF-16')}`, 'utf16le'))).toBe('fine');
    expect(outcome(Buffer.from(`\ufeff${declared('utf-16')}`, 'utf16le').swap16())).toBe('fine');
    expect(outcome(Buffer.from(declared('ISO-8859-1'), 'latin1'))).toBe('fine');
    expect(outcome(declared('UTF-7'))).toBe('file_scripted');
    expect(outcome(declared('utf-16'))).toBe('file_scripted');
    expect(outcome(declared('iso-2022-jp'))).toBe('file_scripted');
    expect(outcome(Buffer.from(`\ufeff${declared('UTF-8')}`, 'utf16le'))).toBe('file_scripted');
  });
});

describe('an SVG that does more', () => {
  it.each<[string, string]>([
    ['a script', svg('<script>alert(1)</script>')],
    ['a script in capitals', svg('<SCRIPT>alert(1)</SCRIPT>')],
    ['a script under a prefix', svg('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>')],
    ['a script from elsewhere', svg('<script href="https://evil.example/a.js"/>')],
    ['a script after a comment that holds a tag', svg('<!-- > --><script/>')],
    ['a script after a quote in text', svg("<text>it's</text><script>'</script>")],
    ['a handler', svg('', 'onload="alert(1)"')],
    ['a handler in capitals', svg("<g ONCLICK = 'alert(1)'/>")],
    ['a handler after a line end', svg('<g\r\n\tonclick\n=\n"alert(1)"/>')],
    ['a handler under a prefix', svg('<g ev:onclick="alert(1)"/>')],
    ['a link that is a script', svg('<a href="javascript:alert(1)"><text>x</text></a>')],
    ['the same with references', svg('<a xlink:href="&#106;ava&#x73;cript&#58;alert(1)"/>')],
    ['the same with line ends', svg('<a href=" java&#10;script&#9;:alert(1)"/>')],
    ['a document in a link', svg('<a href="data:text/html,&lt;script>alert(1)&lt;/script>"/>')],
    ['an animation of a link', svg('<a><set attributeName="href" to="#x"/></a>')],
    ['an animation of a link under a prefix', svg('<a><animate attributeName="xlink:href" values="#a;#b"/></a>')],
    ['an animation to a script', svg('<animate attributeName="x" values="#;javascript:alert(1)"/>')],
    ['an animation of a handler', svg('<set attributeName="onclick" to="alert(1)"/>')],
    ['HTML inside', svg('<foreignObject><p/></foreignObject>')],
    ['HTML inside by its namespace', svg('<h:img xmlns:h="http://www.w3.org/1999/xhtml"/>')],
    ['HTML inside by its namespace, hidden', svg('<h:b xmlns:h="http://www.w3.org/1999/&#120;html"/>')],
    ['a frame', svg('<iframe/>')],
    ['an entity', `<!DOCTYPE svg [<!ENTITY x "y">]>${svg('&x;')}`],
    ['an entity that nobody declared', svg('<text>&nbsp;</text>')],
    ['a subset of the document type', `<!DOCTYPE svg PUBLIC "a" "b" [ ]>${svg('')}`],
    ['a picture from elsewhere', svg('<image href="https://evil.example/a.png"/>')],
    ['a picture from the same place', svg('<image href="a.png"/>')],
    ['a picture without a scheme', svg('<image xlink:href="//evil.example/a.png"/>')],
    ['a picture of the reader’s disc', svg('<image href="file:///etc/passwd"/>')],
    ['an SVG within', svg('<image href="data:image/svg+xml;base64,AAAA"/>')],
    ['a part of another file', svg('<use href="other.svg#a"/>')],
    ['an address behind a wall of spaces', svg(`<image href="${' '.repeat(500)}https://evil.example/a.png"/>`)],
    ['another base', svg('<use href="#a"/>', 'xml:base="https://evil.example/"')],
    ['a fill from elsewhere', svg('<rect fill="url(https://evil.example/a#b)"/>')],
    ['a style from elsewhere', svg('<rect style="fill:URL( &quot;https://evil.example/a#b&quot; )"/>')],
    ['an escape in a style', svg('<rect style="fill:u\\72l(https://evil.example/a#b)"/>')],
    ['an import', svg('<style>@import "https://evil.example/a.css";</style>')],
    ['an import in CDATA', svg('<style><![CDATA[@import url(a.css);]]></style>')],
    ['an import with references', svg('<style>&#64;import "a.css";</style>')],
    ['an import in two pieces', svg('<style>@im<!-- -->port "a.css";</style>')],
    ['an import around an element', svg('<style>@im<style></style>port "a.css";</style>')],
    ['an image set', svg('<style>a { background: -webkit-image-set("a.png" 1x) }</style>')],
    ['a style sheet that does not end', `<svg ${ns}><style>@import "a.css";`],
    ['a style sheet from elsewhere', `<?xml-stylesheet href="a.css"?>${svg('')}`],
    ['a refresh', svg('<meta http-equiv="refresh" content="0;url=https://evil.example"/>')],
    ['no quotes', svg('<g onclick=alert(1)/>')],
    ['attributes without a space between', svg('<g a="b"onclick="alert(1)"/>')],
    ['a tag within an attribute', svg('<g a="<script>"/>')],
    ['a bare ampersand', svg('<text>a & b</text>')],
    ['a control character', svg('<text>\u0001</text>')],
    ['a comment that does not end', svg('<!-- ')],
    ['a tag that does not end', `<svg ${ns}`],
    ['another root', `<html><body>${svg('')}</body></html>`],
    ['no root', 'words'],
    ['words before the root', `words ${svg('')}`],
    ['words after the root', `${svg('')} words`],
    ['two roots', svg('') + svg('')],
    ['more ends than beginnings', svg('</g>')],
    ['an end that is none', svg('<g></g/></g>')],
    ['nothing', ''],
  ])('is refused: %s', (_name, text) => {
    expect(outcome(text)).toBe('file_scripted');
  });
});

describe('an SVG that is packed', () => {
  it('is judged by what is in it', async () => {
    expect(await checked('drawing.svgz', gzipSync(svg('')))).toBe('application/gzip');
    expect(await checked('drawing.svgz', gzipSync(svg('<script/>')))).toBe('file_scripted');
    expect(await checked('drawing.svgz', gzipSync('words'))).toBe('file_scripted');
    expect(await checked('drawing.svgz', gzipSync(svg('').padEnd(limits.chatSvgMaxBytes + 1)))).toBe('file_scripted');
    expect(await checked('drawing.svgz', gzipSync(svg('')).slice(0, -9))).toBe('file_content_mismatch');
    expect(await checked('drawing.svgz', textOf(svg('')))).toBe('file_content_mismatch');
  });
});

describe('whatever an SVG holds', () => {
  it('a script anywhere in it is found', () => {
    const harmless = svg(
      `<g id="a"><!-- c --><text x='1'>t &amp; t</text><style>a{fill:url(#b)}</style></g><image href="${png}"/>`,
    );
    fc.assert(
      fc.property(
        fc.nat(harmless.length),
        fc.constantFrom('<script/>', '<script>x</script>', ' onload="x" '),
        (at, piece) => {
          const spoilt = harmless.slice(0, at) + piece + harmless.slice(at);
          // Within a comment, a text or a value it is no element and no attribute.
          const bare = spoilt
            .replace(/<!--.*?-->/g, '')
            .replace(/>[^<]*</g, '><')
            .replace(/"[^"<]*"|'[^'<]*'/g, '""');
          if (/<script|\sonload=/.test(bare)) expect(outcome(spoilt)).toBe('file_scripted');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('it is judged in a time that grows with its size', () => {
    const length = limits.chatSvgMaxBytes / 8;
    for (const unit of [
      '<!--',
      '<a ',
      '<a b="',
      'b="c" ',
      '&',
      '&#',
      '&amp;',
      '<![CDATA[',
      ' ',
      '<?',
      'url(',
      '\\',
      '<style>',
      'data:',
    ]) {
      for (const front of [
        `<svg ${ns} `,
        `<svg ${ns}>`,
        `<svg ${ns}><style>`,
        `<svg ${ns} style="`,
        `<svg ${ns} href="`,
      ]) {
        const startMs = performance.now();
        outcome(front + unit.repeat(length / unit.length));
        outcome(`${front}${unit.repeat(length / unit.length)}"/></style></svg>`);
        expect(performance.now() - startMs, `${front}${unit}`).toBeLessThan(3_000);
      }
    }
  });
});
