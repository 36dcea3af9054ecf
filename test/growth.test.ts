// What strangers send is read in time that grows with its length and no faster: every exported function that takes text is called with
// hostile ones. The list is made from the exports; what is not called stands in the list with its reason.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { type Call, findGrowth } from './find-growth.ts'
import { calls, leftOut } from './growth-calls.ts'

const root = join(import.meta.dirname, '..')

/** An exported function with its parameters, as written. */
interface Exported {
  readonly file: string
  readonly name: string
  readonly parameters: readonly { readonly name: string; readonly type: string; readonly isOptional: boolean }[]
  readonly isAsync: boolean
}

/** Types through which text of strangers comes: as it is, as bytes, or as what was made of it. */
const textType = /\bstring\b|\bSafeHtml\b|\bUint8Array\b|\bMarkup\b|\bFeedElement\b|\bShownPage\b/

const readExports = (file: string): readonly Exported[] => {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const isExported = (node: ts.Node): boolean =>
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  const describeFunction = (name: string, node: ts.SignatureDeclaration): Exported => ({
    file,
    name,
    parameters: node.parameters.map(({ name: own, type, questionToken, initializer }) => ({
      name: own.getText(),
      type: type?.getText() ?? '',
      isOptional: questionToken !== undefined || initializer !== undefined,
    })),
    isAsync: /^(?:Promise|Async\w*)\b/.test(node.type?.getText() ?? ''),
  })
  return source.statements.flatMap(statement => {
    if (!isExported(statement)) return []
    if (ts.isFunctionDeclaration(statement) && statement.name) return [describeFunction(statement.name.text, statement)]
    if (!ts.isVariableStatement(statement)) return []
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer && ts.isArrowFunction(initializer) ? [describeFunction(name.getText(), initializer)] : [],
    )
  })
}

const exported = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => `src/${path.replaceAll('\\', '/')}`)
  .sort()
  .flatMap(readExports)
  .filter(({ parameters }) => parameters.some(({ type }) => textType.test(type)))

const keyOf = ({ file, name }: Exported): string => `${file.slice('src/'.length)} ${name}`
const reasonOf = (each: Exported): string | undefined => {
  if (each.isAsync) return 'waits for a disk, a server or a store'
  return leftOut.find(([pattern]) =>
    typeof pattern === 'string' ? keyOf(each) === pattern : pattern.test(keyOf(each)),
  )?.[1]
}

/** A value for a parameter that is text by itself; undefined where it is more. */
const valueFor = ({ name, type }: Exported['parameters'][number], text: string): unknown => {
  if (/^(?:string|string \| null|string \| undefined|SafeHtml)$/.test(type)) {
    if (/url|base|link|address|href/i.test(name)) return `https://a.example/${encodeURIComponent(text.slice(0, 100))}`
    if (/^(?:language|locale)$/.test(name)) return 'zh'
    if (/zone/.test(name)) return 'Asia/Shanghai'
    return text
  }
  if (type === 'Uint8Array') return Buffer.from(text)
  if (/^(?:readonly string\[\])$/.test(type)) return text.split(/(?<=\s)/)
  if (type === 'number') return 200
  return undefined
}

/** The call that follows from the parameters alone, each text of them the same; null where that does not do. */
const callFromTypes = ({ parameters }: Exported, run: (...values: unknown[]) => unknown): Call | null => {
  const needed = parameters.filter(({ isOptional }) => !isOptional)
  const wanted = needed.length > 0 ? needed : parameters.slice(0, 1)
  if (wanted.some(parameter => valueFor(parameter, '') === undefined)) return null
  return text =>
    run(
      ...wanted.map((parameter, at) =>
        at === 0 && needed.length === 1 && /^(?:string|string \| null)$/.test(parameter.type)
          ? text
          : valueFor(parameter, text),
      ),
    )
}

/** Pieces that patterns stumble over, repeated. */
const pieces: Readonly<Record<string, string>> = {
  'Han letters': '容器网络存储',
  'Han numerals': '一二三四五六七八九十百千万亿零',
  blanks: ' ',
  'line breaks': '\n',
  brackets: '(',
  'opened marks': '[![](<',
  'single letters': 'a ',
  digits: '7',
  hyphens: '-',
  ampersands: '&',
  tags: '<a ',
  quotes: '"“\'',
  'one long word': 'abcdefgh',
  'capital words': 'Ann Lee ',
  links: 'https://a.example/b ',
  'a bit of all': '作者：王海 by Ann & Bo (2016-12-08) <b>"x"</b>, https://a.example/?a=1&b=2#c -- v1.2.3 … \n',
}
test('each reason and each call is of an export that takes text', () => {
  const keys = exported.map(keyOf)
  const stale = [
    ...Object.keys(calls).filter(key => !keys.includes(key)),
    ...leftOut
      .map(([pattern]) => pattern)
      .filter(pattern => !keys.some(key => (typeof pattern === 'string' ? key === pattern : pattern.test(key)))),
  ]
  expect(stale).toEqual([])
})

test('what takes time with the square of its text is found, what is linear is not', () => {
  const pairUp = (text: string): number =>
    Array.from(text).reduce((sum, _, at) => sum + (text.slice(at).match(/ /g)?.length ?? 0), 0)
  expect(findGrowth(pairUp, ' ')).toMatch(/ ms for /)
  expect(findGrowth(text => text.replace(/ +/g, ' '), ' ')).toBeNull()
})

const rooms = [
  ...Map.groupBy(
    exported.filter(each => reasonOf(each) === undefined),
    ({ file }) => file.split('/')[1] ?? '',
  ),
]

describe.each(rooms)('src/%s', (_room, functions) => {
  test.each(functions.map(each => [keyOf(each), each] as const))(
    '%s grows with its text',
    { timeout: 120_000 },
    async (key, each) => {
      const module = (await import(join(root, each.file))) as Record<string, (...values: unknown[]) => unknown>
      const run = module[each.name]
      if (!run) throw new Error(`no export ${each.name} in ${each.file}`)
      const call = calls[key] ?? callFromTypes(each, run)
      expect(call, 'write how it is called into growth-calls.ts, or why it need not be').not.toBeNull()
      if (!call) return
      const found = Object.entries(pieces).flatMap(([name, piece]) => {
        const growth = findGrowth(call, piece)
        return growth === null ? [] : [`${name}: ${growth}`]
      })
      expect(found).toEqual([])
    },
  )
})
