import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCsv, renderCsv } from '../../src/formats/csv.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const utf16 = (text: string, isBig = false): Uint8Array => {
  const little = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return isBig ? little.swap16() : little
}
/** 张三,2026年官网表单 in GB18030, under an ASCII header. */
const gb18030 = Buffer.concat([
  Buffer.from('email,name,consent\r\nzs@example.org,', 'latin1'),
  Buffer.from('d5c5c8fd', 'hex'),
  Buffer.from(',2026', 'latin1'),
  Buffer.from('c4eab9d9cdf8b1edb5a5', 'hex'),
  Buffer.from('\r\n', 'latin1'),
])
const rowsOf = (bytes: Uint8Array) => parseCsv(bytes).rows.map(({ line, fields }) => [line, ...Object.values(fields)])

describe('a file of a spreadsheet', () => {
  test.each([
    ['UTF-8', utf8('email,name\na@example.org,张三\n')],
    ['UTF-8 with a mark', utf8('\uFEFFemail,name\r\na@example.org,张三\r\n')],
    ['UTF-16, little end first', utf16('email\tname\r\na@example.org\t张三\r\n')],
    ['UTF-16, big end first', utf16('email\tname\r\na@example.org\t张三\r\n', true)],
    ['semicolons', utf8('email;name\na@example.org;张三')],
    ['tabs', utf8('email\tname\na@example.org\t张三')],
    ['line ends of old Macs', utf8('email,name\ra@example.org,张三\r')],
    ['blanks around cells', utf8('email , name\n a@example.org ,  张三 \n')],
    ['empty cells at the end, as Excel adds them', utf8('email,name\na@example.org,张三,,,\n')],
    ['empty rows', utf8('email,name\n,\n\na@example.org,张三\n,,\n')],
  ])('%s', (_what, bytes) => {
    const { columns, rows } = parseCsv(bytes)
    expect(columns.map(name => name.trim())).toEqual(['email', 'name'])
    expect(rows.map(({ fields, problem }) => [fields['email'], fields['name'], problem])).toEqual([
      ['a@example.org', '张三', null],
    ])
  })

  test('GB18030, as Excel writes in China', () => {
    expect(rowsOf(gb18030)).toEqual([[2, 'zs@example.org', '张三', '2026年官网表单']])
  })

  test('the line of a row is where it begins, cells with line ends and empty lines counted', () => {
    expect(rowsOf(utf8('a,b\n1,"two\nlines"\n\n2,x\n"3",y'))).toEqual([
      [2, '1', 'two\nlines'],
      [5, '2', 'x'],
      [6, '3', 'y'],
    ])
  })

  test('a quoted cell keeps separators and doubled quotation marks', () => {
    expect(rowsOf(utf8('a;b\n"x;y";"say ""so"""'))).toEqual([[2, 'x;y', 'say "so"']])
  })

  test('a row with a cell too many has a problem, the others stand', () => {
    expect(parseCsv(utf8('a,b\n1,2,3\n4,5')).rows.map(({ line, problem }) => [line, problem])).toEqual([
      [2, '3 cells where the header has 2'],
      [3, null],
    ])
  })

  test('a quotation mark within a cell costs its row alone', () => {
    const { rows } = parseCsv(utf8('a,b\n1,2\nx,"y"z\n3,4\n'))
    expect(rows.map(({ line, problem }) => [line, problem === null])).toEqual([
      [2, true],
      [3, false],
      [4, true],
    ])
  })

  test('a quotation mark that is never closed is named with its line', () => {
    const { rows } = parseCsv(utf8('a,b\n1,2\n"x,y\n3,4\n'))
    expect(rows[0]).toMatchObject({ line: 2, problem: null })
    expect(rows[1]).toMatchObject({ line: 3, problem: expect.stringContaining('quotation mark') as string })
  })

  test.each([
    ['nothing', utf8('')],
    ['bytes that are no text', Uint8Array.from([0x61, 0x2c, 0x62, 0x0a, 0x00, 0x01, 0x00, 0x02])],
  ])('%s is refused', (_what, bytes) => {
    expect(() => parseCsv(bytes)).toThrow(expect.objectContaining({ code: 'CSV_INVALID' }))
  })
})

describe('what is written', () => {
  const columns = ['email', 'name', 'consent'] as const

  test('is opened rightly by Excel, and nothing in it is a formula', () => {
    const text = renderCsv(columns, [{ email: '+t@example.org', name: '=HYPERLINK("x")', consent: 'a, b' }])
    expect(text).toBe(`\uFEFFemail,name,consent\r\n'+t@example.org,"'=HYPERLINK(""x"")","a, b"\r\n`)
  })

  test('is read back as it was', () => {
    const sign = fc.constantFrom(...Array.from(`'"=+-@,;\t\r\n |aé张😀`))
    const cell = fc.string({ unit: sign, maxLength: 12 })
    const row = fc.record({ email: fc.constant('a@example.org'), name: cell, consent: cell })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), rows => {
        const { rows: back } = parseCsv(utf8(renderCsv(columns, rows)))
        expect(back.map(({ fields, problem }) => ({ fields, problem }))).toEqual(
          rows.map(fields => ({ fields, problem: null })),
        )
      }),
      { numRuns: 500 },
    )
  })
})
