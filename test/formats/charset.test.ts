// Bytes to text: labels, lies and guesses.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeText } from '../../src/formats/charset.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const join = (...parts: readonly (string | readonly number[])[]) =>
  Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
const utf16 = (text: string, bigEndian = false) => {
  const bytes = Buffer.from(text, 'utf16le')
  return bigEndian ? bytes.swap16() : bytes
}
const utf32 = (text: string, bigEndian = false) => {
  const bytes = Buffer.alloc(Array.from(text).length * 4)
  Array.from(text, (character, at) => {
    const code = character.codePointAt(0) ?? 0
    return bigEndian ? bytes.writeUInt32BE(code, at * 4) : bytes.writeUInt32LE(code, at * 4)
  })
  return bytes
}
// 中文 in the encodings of the table.
const gbk = [0xd6, 0xd0, 0xce, 0xc4]
const big5 = [0xa4, 0xa4, 0xa4, 0xe5]

describe('decodeText', () => {
  test.each([
    ['a UTF-8 BOM is dropped', join([0xef, 0xbb, 0xbf], '<a>é</a>'), null, '<a>é</a>', 'utf-8'],
    ['UTF-16 little-endian with BOM', join([0xff, 0xfe], [...utf16('<a>中</a>')]), null, '<a>中</a>', 'utf-16le'],
    ['UTF-16 big-endian with BOM', join([0xfe, 0xff], [...utf16('<a>中</a>', true)]), null, '<a>中</a>', 'utf-16be'],
    ['UTF-16 little-endian without BOM', utf16('<a>中</a>'), null, '<a>中</a>', 'utf-16le'],
    ['UTF-16 big-endian without BOM', utf16('<a>中</a>', true), null, '<a>中</a>', 'utf-16be'],
    ['UTF-32 little-endian without BOM', utf32('<a>😀</a>'), null, '<a>😀</a>', 'utf-32le'],
    ['UTF-32 big-endian with BOM', utf32('\ufeff<a>😀</a>', true), null, '<a>😀</a>', 'utf-32be'],
    [
      'the header wins over the declaration',
      join('<?xml version="1.0" encoding="big5"?><a>', gbk, '</a>'),
      'text/xml; charset=GBK',
      '中文',
      'gb18030',
    ],
    ['a quoted header charset', join('<a>', big5, '</a>'), 'text/xml; charset="Big5"', '中文', 'big5'],
    ['the XML declaration', join("<?xml version='1.0' encoding='gb2312'?><a>", gbk, '</a>'), null, '中文', 'gb18030'],
    [
      'a declaration after blank lines',
      join('\n\n<?xml version="1.0" encoding="Big5"?><a>', big5, '</a>'),
      'text/xml',
      '中文',
      'big5',
    ],
    [
      'GBK beyond GB2312 under a GB2312 label',
      join('<?xml version="1.0" encoding="GB2312"?><a>', [0xe9, 0x46], '</a>'),
      null,
      '镕',
      'gb18030',
    ],
    ['UTF-8 under an iso-8859-1 header', join('<a>é</a>'), 'text/xml; charset=iso-8859-1', '<a>é</a>', 'utf-8'],
    ['UTF-8 under an us-ascii header', join('<a>’</a>'), 'text/xml; charset=us-ascii', '<a>’</a>', 'utf-8'],
    [
      'long UTF-8 under a GBK declaration',
      join('<?xml version="1.0" encoding="gbk"?><a>这是一个很长的标题</a>'),
      null,
      '这是一个很长的标题',
      'utf-8',
    ],
    [
      'windows-1252 quotes under an iso-8859-1 label',
      join('<a>', [0x93, 0x61, 0x94], '</a>'),
      'text/xml; charset=iso-8859-1',
      '“a”',
      'windows-1252',
    ],
    [
      'a UTF-16 label on a single-byte document',
      join('<?xml version="1.0" encoding="utf-16"?><a>é</a>'),
      null,
      '<a>é</a>',
      'utf-8',
    ],
    [
      'Latin-1 under a UTF-8 label',
      latin1('<?xml version="1.0" encoding="utf-8"?><a>d\xe9j\xe0 vu</a>'),
      null,
      'déjà vu',
      'windows-1252',
    ],
    [
      'a few bad bytes in UTF-8',
      join('<a>中文标题', [0xff], '</a>'),
      'text/xml; charset=utf-8',
      '中文标题\ufffd',
      'utf-8',
    ],
    [
      'a few bad bytes in UTF-8 without any label',
      join('<a>中文标题', [0xff], '</a>'),
      null,
      '中文标题\ufffd',
      'utf-8',
    ],
    ['a label nobody knows', join('<?xml version="1.0" encoding="klingon"?><a>é</a>'), null, 'é', 'utf-8'],
    [
      'an alias of macintosh',
      latin1('<?xml version="1.0" encoding="mac-roman"?><a>d\x8ej\x88</a>'),
      null,
      'déjà',
      'macintosh',
    ],
    [
      'a misspelt label',
      latin1('<?xml version="1.0" encoding="win-1251"?><a>\xcf\xf0\xe8</a>'),
      null,
      'При',
      'windows-1251',
    ],
    ['a DOS code page', latin1('<?xml version="1.0" encoding="IBM-866"?><a>\x8f\xe0\xa8</a>'), null, 'При', 'ibm866'],
    [
      'a DOS code page that browsers do not know',
      latin1('<?xml version="1.0" encoding="cp437"?><a>\x90lan d\x82j\x85 \xcd\xff</a>'),
      null,
      'Élan déjà ═\u00a0',
      'ibm437',
    ],
    [
      'another one under a header',
      latin1('<a>Za\xbe\xa2\x88\x86 g\xa9\x98l\xa5</a>'),
      'text/xml; charset=ibm-852',
      'Zażółć gęślą',
      'ibm852',
    ],
  ])('%s', (_name, bytes, contentType, expected, encoding) => {
    const decoded = decodeText(bytes, { contentType, kind: 'xml' })
    expect(decoded.text).toContain(expected)
    expect(decoded.encoding).toBe(encoding)
  })

  test.each([
    ['meta charset', '<meta charset="gbk">'],
    ['meta http-equiv', '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=gb2312">'],
    ['an XHTML declaration', '<?xml version="1.0" encoding="gbk"?>'],
  ])('a page labelled by %s', (_name, label) => {
    expect(decodeText(join(label, '<p>', gbk), { kind: 'html' })).toEqual({
      text: `${label}<p>中文`,
      encoding: 'gb18030',
    })
  })

  test.each([
    [
      'gb18030',
      '\xd6\xd0\xce\xc4\xb2\xa9\xbf\xcd\xa3\xba\xc3\xbf\xd6\xdc\xd4\xc4\xb6\xc1\xc7\xe5\xb5\xa5',
      '中文博客：每周阅读清单',
    ],
    [
      'big5',
      '\xb7\x4c\xb3\x6e\xb5\x6f\xa5\xac\xb7\x73\xaa\xba\xa7\x40\xb7\x7e\xa8\x74\xb2\xce',
      '微軟發布新的作業系統',
    ],
    ['shift_jis', '\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd\x90\xa2\x8a\x45', 'こんにちは世界'],
    ['euc-jp', '\xa4\xb3\xa4\xf3\xa4\xcb\xa4\xc1\xa4\xcf\xc0\xa4\xb3\xa6', 'こんにちは世界'],
    ['euc-kr', '\xc7\xd1\xb1\xb9\xbe\xee \xba\xed\xb7\xce\xb1\xd7', '한국어 블로그'],
    ['windows-1251', '\xcd\xee\xe2\xee\xf1\xf2\xe8 \xed\xe5\xe4\xe5\xeb\xe8', 'Новости недели'],
    ['koi8-r', '\xee\xcf\xd7\xcf\xd3\xd4\xc9 \xce\xc5\xc4\xc5\xcc\xc9', 'Новости недели'],
    ['windows-1252', 'd\xe9j\xe0 vu \x93quoted\x94', 'déjà vu “quoted”'],
    ['windows-1253', '\xd4\xe1 \xed\xdd\xe1', 'Τα νέα'],
    ['windows-1254', 'T\xfcrk\xe7e \xfd\xf0\xfc\xfe haber', 'Türkçe ığüş haber'],
    ['windows-1250', 'P\xf8\xedli\x9a \x9elu\x9dou\xe8k\xfd k\xf9\xf2', 'Příliš žluťoučký kůň'],
  ])('an unlabelled document in %s is guessed', (encoding, bytes, expected) => {
    const decoded = decodeText(latin1(`<rss><title>${bytes}</title></rss>`), { kind: 'xml' })
    expect(decoded).toEqual({ text: `<rss><title>${expected}</title></rss>`, encoding })
  })

  test('JSON is UTF-8 unless it cannot be', () => {
    expect(decodeText(join('{"title":"中文"}'), { kind: 'json' }).text).toBe('{"title":"中文"}')
    expect(decodeText(utf16('{"title":"中文"}'), { kind: 'json' }).text).toBe('{"title":"中文"}')
  })

  test('any bytes under any label become text', () => {
    const kinds = fc.constantFrom('xml', 'html', 'json' as const)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), kinds, fc.string(), (bytes, kind, charset) => {
        const decoded = decodeText(bytes, { kind, contentType: `text/xml; charset=${charset}` })
        expect(typeof decoded.text).toBe('string')
      }),
    )
  })

  test('valid UTF-8 without label survives unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        expect(decodeText(Buffer.from(`<p>${text}`), { kind: 'html' }).text).toBe(`<p>${text}`)
      }),
    )
  })
})
