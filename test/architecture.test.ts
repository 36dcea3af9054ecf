// Holds the house rules: who may import whom, no cycles, caps on files and functions, where the clock and the environment live.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = (path: string): string => path.split('/')[1] ?? ''

/** Which folders a folder may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  formats: ['core'],
  net: ['core'],
  store: ['core'],
  collect: ['core', 'formats', 'net', 'store'],
  extract: ['core', 'formats', 'net', 'store'],
  curate: ['core', 'store'],
  publish: ['core', 'formats', 'store'],
  deliver: ['core', 'store'],
  // Features stand above the stages and do not know each other; app/ puts them together.
  desk: ['core', 'store', 'collect', 'curate', 'publish'],
  adopt: ['core', 'formats', 'net', 'store', 'collect', 'extract', 'curate', 'publish'],
  posts: ['core', 'formats', 'extract', 'publish'],
  copies: ['core', 'formats', 'store', 'extract', 'publish'],
  targets: ['core', 'store', 'publish'],
  web: ['core', 'store', 'curate', 'publish', 'deliver'],
  app: [
    'core',
    'formats',
    'net',
    'store',
    'collect',
    'extract',
    'curate',
    'publish',
    'deliver',
    'desk',
    'adopt',
    'posts',
    'copies',
    'targets',
    'web',
  ],
}

/** Packages that must stay behind one file each. Types of node and of the store's query builder are free within their folder. */
const packageHomes: Readonly<Record<string, string>> = {
  '@hono/node-server': 'src/web/server.ts',
  '@mozilla/readability': 'src/extract/body/readable.ts',
  '@simplewebauthn/browser': 'src/desk/pages/assets.ts',
  '@simplewebauthn/server': 'src/desk/pages/check-passkey.ts',
  '@joplin/turndown-plugin-gfm': 'src/adopt/html-markdown.ts',
  cheerio: 'src/formats/markup.ts',
  croner: 'src/app/schedule.ts',
  feed: 'src/publish/feeds/feeds.ts',
  fflate: 'src/publish/files/pack.ts',
  fontkit: 'src/publish/card/letters.ts',
  'highlight.js': 'src/publish/posts/highlight.ts',
  htmlparser2: 'src/collect/feeds/tokenizer.ts',
  'image-size': 'src/publish/posts/picture-size.ts',
  imapflow: 'src/deliver/bounces/imap.ts',
  liquidjs: 'src/publish/template.ts',
  mailparser: 'src/deliver/bounces/read-message.ts',
  'markdown-it': 'src/publish/prose/markdown-parser.ts',
  'markdown-it-cjk-friendly': 'src/publish/prose/markdown-parser.ts',
  'markdown-it-footnote': 'src/publish/posts/markdown.ts',
  'node-cron': 'src/cli/commands/start.ts',
  nodemailer: 'src/deliver/transport/relay-connection.ts',
  'pg-boss': 'src/app/lanes/engine.ts',
  pino: 'src/app/server-log.ts',
  'prom-client': 'src/web/metrics.ts',
  'rss-parser': 'src/publish/feeds/feed-readback.ts',
  sharp: 'src/app/re-encode-picture.ts',
  'sanitize-html': 'src/extract/body/sanitize.ts',
  sortablejs: 'src/desk/pages/assets.ts',
  turndown: 'src/adopt/html-markdown.ts',
  unpdf: 'src/extract/pdf.ts',
}
/** Packages that may be used in one folder, or in a few files. */
const packageFolders: Readonly<Record<string, readonly string[]>> = {
  commander: [
    'src/cli/command-line.ts',
    'src/cli/command-action.ts',
    'src/cli/desk-commands.ts',
    'src/cli/issue-commands.ts',
    'src/cli/target-commands.ts',
  ],
  '@modelcontextprotocol/sdk': ['src/desk/mcp/'],
  hono: ['src/web/'],
  kysely: ['src/store/'],
  pg: ['src/store/engine/postgres.ts', 'src/store/engine/notifications.ts'],
  yaml: ['src/app/load-config.ts', 'src/formats/yaml-file.ts', 'src/app/edit-sources.ts'],
  zod: [
    'src/core/config.ts',
    'src/core/source-config.ts',
    'src/core/mail-config.ts',
    'src/core/target-config.ts',
    'src/core/mail-source-config.ts',
    'src/core/translate-config.ts',
    'src/core/front-matter.ts',
    'src/app/load-config.ts',
    'src/formats/yaml-file.ts',
    'src/desk/api/',
    'src/desk/mcp/',
  ],
}

const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'))
  .map(path => `src/${path}`)
  .sort()
const sources = paths.map(path => {
  const text = readFileSync(join(root, path), 'utf8')
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: string[] = []
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      imports.push((node.moduleSpecifier as ts.StringLiteral).text)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      imports.push((node.arguments[0] as ts.StringLiteral).text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { path, text, file, imports }
})
const resolveImport = (path: string, specifier: string): string =>
  relative(root, join(root, dirname(path), specifier)).replaceAll('\\', '/')
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Everything that a rule finds, as `file: what`. */
const findAll = (rule: (source: (typeof sources)[number]) => readonly string[]): string[] =>
  sources.flatMap(source => rule(source).map(found => `${source.path}: ${found}`))

/** Every node of a file for which the question has an answer. */
const ask = (file: ts.SourceFile, question: (node: ts.Node) => string | null): string[] => {
  const answers: string[] = []
  const visit = (node: ts.Node): void => {
    const answer = question(node)
    if (answer !== null) answers.push(answer)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return answers
}

describe('the house', () => {
  test('each folder imports only what it may', () => {
    const rule = ({ path, imports }: (typeof sources)[number]): readonly string[] => {
      const allowed = mayImport[folder(path)]
      const local = imports.filter(specifier => specifier.startsWith('.'))
      const folders = local.map(specifier => folder(resolveImport(path, specifier)))
      return allowed ? folders.filter(each => each !== folder(path) && !allowed.includes(each)) : []
    }
    expect(findAll(rule)).toEqual([])
  })

  test('each outside package lives behind one file', () => {
    const rule = ({ path, imports }: (typeof sources)[number]): readonly string[] =>
      imports
        .filter(specifier => !specifier.startsWith('.') && !specifier.startsWith('node:'))
        .filter(specifier => {
          const name = packageOf(specifier)
          const homes = packageFolders[name] ?? (packageHomes[name] === undefined ? [] : [packageHomes[name]])
          return !homes.some(home => path.startsWith(home))
        })
    expect(findAll(rule)).toEqual([])
  })

  test('each file opens with what it is for, and has at most 500 lines', () => {
    const rule = ({ text }: (typeof sources)[number]): readonly string[] => {
      const lines = text.split('\n').length - 1
      return [...(text.startsWith('// ') ? [] : ['no opening line']), ...(lines > 500 ? [`${lines} lines`] : [])]
    }
    expect(findAll(rule)).toEqual([])
  })

  test('each function has at most 60 lines', () => {
    const rule = ({ file }: (typeof sources)[number]): readonly string[] =>
      ask(file, node => {
        if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return null
        const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line
        const lines = lineOf(node.end) - lineOf(node.getStart()) + 1
        return lines > 60 ? `line ${lineOf(node.getStart()) + 1} has ${lines} lines` : null
      })
    expect(findAll(rule)).toEqual([])
  })

  test('clock, chance, environment and console come from app/ and cli/ alone', () => {
    const rule = ({ path, file }: (typeof sources)[number]): readonly string[] => {
      if (['app', 'cli'].includes(folder(path)) || path === 'src/main.ts') return []
      return ask(file, node => {
        const isBareDate = ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length
        if (isBareDate) return 'new Date()'
        const name = ts.isPropertyAccessExpression(node) ? node.getText() : ''
        return /^(process\.env|Date\.now|Math\.random|console\.\w+)$/.test(name) ? name : null
      })
    }
    expect(findAll(rule)).toEqual([])
  })

  test('every export says what it is', () => {
    const rule = ({ file }: (typeof sources)[number]): readonly string[] =>
      file.statements.flatMap(statement => {
        if (!ts.canHaveModifiers(statement) || ts.isExportDeclaration(statement)) return []
        const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
        const isSaid = ts.getJSDocCommentsAndTags(statement).length > 0
        const line = file.getLineAndCharacterOfPosition(statement.getStart()).line + 1
        return isExported && !isSaid ? [`line ${line} has no docstring`] : []
      })
    expect(findAll(rule)).toEqual([])
  })

  test('types have no back doors', () => {
    const backDoor = /@ts-(ignore|nocheck|expect-error)|eslint-disable|\bas any\b|: any\b/g
    expect(findAll(({ text }) => text.match(backDoor) ?? [])).toEqual([])
  })
})

test('run.ts can be read in one minute: at most 60 lines', () => {
  const text = sources.find(({ path }) => path === 'src/app/run.ts')?.text ?? ''
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60)
})

test('no cycles', () => {
  const graph = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(each => each.startsWith('.')).map(each => resolveImport(path, each)),
    ]),
  )
  const done = new Set<string>()
  const findCycle = (path: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return null
    for (const next of graph.get(path) ?? []) {
      const cycle = findCycle(next, [...trail, path])
      if (cycle) return cycle
    }
    done.add(path)
    return null
  }
  expect(paths.map(path => findCycle(path, [])).filter(cycle => cycle !== null)).toEqual([])
})

test('names say what a file is for', () => {
  // The words of a language are called by its tag.
  const named = paths.filter(
    path => !/^src\/core\/words\/[a-z]{2}(-[A-Z]{2}|-[A-Z][a-z]+)?(\/[a-z-]+)?\.ts$/.test(path),
  )
  expect(named.filter(path => /(^|\/)(utils?|helpers?|common|misc|index)\.ts$|[A-Z_]/.test(path))).toEqual([])
})
