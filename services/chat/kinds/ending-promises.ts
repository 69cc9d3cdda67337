/**
 * What an ending promises of the content. Only endings that mean one thing are here; every other one (`.key`, `.pub`, `.log`, `.dat`)
 * promises nothing.
 *
 * Lenient where people's files really are: browsers save WebP as `photo.jpg`, phones call HEIC `IMG_1.JPG`, `.avi` is often MP4, `.xls` from
 * a web shop is HTML, an Office document with a password is an OLE2 file. So any raster picture goes under any ending of pictures, any
 * recording under any ending of recordings, any text under any ending of texts, and each is served by what it is.
 */
import {
  type ContentKind,
  contentTypes,
  fontKinds,
  pictureKinds,
  recordingKinds,
  textKinds,
  zipKinds,
} from './content-kinds.ts';

export interface EndingPromise {
  readonly kinds: readonly ContentKind[];
  /** Undefined = by the content. */
  readonly contentType: string | undefined;
}

/** Endings, kinds, and the type where the ending knows it better than the content. */
type Row = readonly [endings: string, kinds: readonly ContentKind[], contentType?: string];

const anyOffice: readonly ContentKind[] = ['ole2', ...zipKinds, ...textKinds];

const rows: readonly Row[] = [
  ['png jpg jpeg jpe jfif gif webp bmp dib tif tiff heic heif avif ico psd jxl jp2', pictureKinds],
  ['svg', ['svg']],
  ['svgz', ['gzip']],
  ['mp4 m4v mov qt m4a m4b 3gp 3g2 webm mkv mka avi wav mp3 mp2 aac flac ogg oga ogv opus mid midi', recordingKinds],
  ['amr aif aiff caf wma wmv asf flv mpg mpeg vob m2ts', recordingKinds],
  // A recording of a television or a camcorder, or TypeScript.
  ['ts mts', [...textKinds, 'mpegTs']],
  ['woff woff2 ttf otf ttc', fontKinds],

  ['pdf', ['pdf']],
  ['rtf', textKinds, contentTypes.rtf],
  ['doc', anyOffice, 'application/msword'],
  ['xls xlt', anyOffice, 'application/vnd.ms-excel'],
  ['ppt pps', anyOffice, 'application/vnd.ms-powerpoint'],
  ['docx', ['docx', 'ole2'], contentTypes.docx],
  ['docm dotx dotm', ['docx', 'ole2']],
  ['xlsx', ['xlsx', 'ole2'], contentTypes.xlsx],
  ['xlsm xlsb xltx xltm', ['xlsx', 'ole2']],
  ['pptx', ['pptx', 'ole2'], contentTypes.pptx],
  ['pptm ppsx ppsm potx potm', ['pptx', 'ole2']],
  ['msg vsd mpp', ['ole2']],
  ['odt ott', ['odt', 'opendocument'], contentTypes.odt],
  ['ods ots', ['ods', 'opendocument'], contentTypes.ods],
  ['odp otp', ['odp', 'opendocument'], contentTypes.odp],
  ['odg otg odf', ['opendocument']],
  ['epub', ['epub'], contentTypes.epub],

  ['zip', zipKinds, contentTypes.zip],
  ['vsdx pages numbers kmz cbz 3mf xps oxps', zipKinds],
  ['gz tgz', ['gzip']],
  ['bz2 tbz2', ['bzip2']],
  ['xz txz', ['xz']],
  ['zst', ['zstd']],
  ['7z', ['7z']],
  ['rar', ['rar']],
  ['cbr', ['rar', 'zip']],
  ['tar', ['tar']],

  ['html htm xhtml', textKinds, contentTypes.html],
  ['xml xsl xslt xsd rss atom gpx kml wsdl', textKinds, contentTypes.xml],
  ['json geojson ipynb', textKinds, 'application/json'],
  ['csv', textKinds, 'text/csv'],
  ['tsv', textKinds, 'text/tab-separated-values'],
  ['css', textKinds, 'text/css'],
  ['md markdown', textKinds, 'text/markdown'],
  ['ics', textKinds, 'text/calendar'],
  ['vcf', textKinds, 'text/vcard'],
  ['eml mht mhtml', textKinds, 'message/rfc822'],
  [
    'txt text ini cfg conf toml yaml yml env properties tex bib rst adoc srt vtt diff patch sql po',
    textKinds,
    'text/plain',
  ],
  [
    'c h cc cpp cxx hpp hxx cs java kt kts go rs swift scala rb php pl lua py pyi sh bash zsh fish',
    textKinds,
    'text/plain',
  ],
  [
    'mjs cjs cts tsx jsx vue svelte scss sass less graphql proto gradle cmake tf dart hs erl ex exs clj',
    textKinds,
    'text/plain',
  ],
];

const promises = new Map<string, EndingPromise>(
  rows.flatMap(([endings, kinds, contentType]) =>
    endings.split(' ').map((ending) => [ending, { kinds, contentType }] as const),
  ),
);

/** `ending` is folded, as `endingsOf` answers it. Undefined = it promises nothing. */
export const promiseOf = (ending: string): EndingPromise | undefined => promises.get(ending);
