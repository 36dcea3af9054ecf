// Which part of the program makes which files of the site: told by what its files import, never less than the compiler finds.
import { dirname, join, posix } from 'node:path'
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { openNeeds, type ProgramFiles, readProgram } from '../../src/app/program-files.ts'
import { findParts, markPart, programParts, publishingFolders } from '../../src/app/program-parts.ts'
import { editionKinds } from '../../src/publish/site/press.ts'

const root = join(import.meta.dirname, '..', '..')
const source = new URL('../../src/', import.meta.url)
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>
}
const packages = Object.keys(dependencies)
const files = readProgram(source, publishingFolders)
const needs = openNeeds(files, packages)
const parts = findParts(needs)

/** What the compiler says that a file loads: what it imports but types, at the start or later. */
function importsOf(path: string, text: string): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const isType =
      (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
      (ts.isExportDeclaration(node) && node.isTypeOnly)
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier && !isType)
      found.push((node.moduleSpecifier as ts.StringLiteral).text)
    const isLoading =
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        /^(?:require|createRequire\(import\.meta\.url\))$/.test(node.expression.getText()))
    if (isLoading) {
      const [what] = node.arguments
      expect(what && ts.isStringLiteral(what), `${path} says what it loads: ${node.getText()}`).toBe(true)
      found.push((what as ts.StringLiteral).text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
  return found.filter(name => !name.startsWith('node:'))
}

test('nothing is missing that the compiler finds, and every file that is named is there', () => {
  for (const [path, { text }] of files) {
    if (!path.endsWith('.ts') || path.endsWith('.d.ts')) continue
    const named = needs.namedBy(path)
    const found = importsOf(path, text)
    const local = found.filter(name => name.startsWith('.')).map(name => posix.join(dirname(path), name))
    expect(named.files, path).toEqual(expect.arrayContaining(local))
    expect([...named.files].toSorted(), path).toEqual([...new Set(local)].toSorted())
    const outside = packages.filter(name => found.some(each => each === name || each.startsWith(`${name}/`)))
    expect(named.packages, path).toEqual(expect.arrayContaining(outside))
  }
})

describe('what a file loads is found', () => {
  const filesOf = (texts: Readonly<Record<string, string>>): ProgramFiles =>
    new Map(Object.entries(texts).map(([path, text]) => [path, { text, mark: text }]))

  test.each([
    ["import { a } from './b.ts'", ['core/b.ts']],
    ["import {\n  a,\n  type B,\n} from '../publish/b.ts'", ['publish/b.ts']],
    ["import './b.ts'", ['core/b.ts']],
    ["export * from './b.ts'", ['core/b.ts']],
    ["export type A = B\nexport { c } from './b.ts'", ['core/b.ts']],
    ["const later = async () => (await import('./b.ts')).a", ['core/b.ts']],
    ["new Worker(new URL('./b.ts', import.meta.url))", ['core/b.ts']],
    ['import { a } from "./b.ts"', ['core/b.ts']],
    ["import type { A } from './b.ts'", []],
    ["export type { A } from './b.ts'\nexport type * from './b.ts'", []],
    ["import { a } from 'liquidjs'\nconst b = createRequire(import.meta.url)('feed')", []],
  ])('%s', (text, expected) => {
    expect(openNeeds(filesOf({ 'core/a.ts': text }), packages).namedBy('core/a.ts').files).toEqual(expected)
  })

  test('packages, whole or a part of one', () => {
    const text = "import a from '@mozilla/readability/x'\nconst b = require('feed')\nconst c = 'liquidjs'"
    const own = openNeeds(filesOf({ 'core/a.ts': text }), packages)
    expect(own.namedBy('core/a.ts').packages).toEqual(['@mozilla/readability', 'feed'])
  })

  test('a file that is not there is no file without needs', () => {
    const broken = openNeeds(filesOf({ 'core/a.ts': "import './b.ts'" }), packages)
    expect(() => broken.closureOf(['core/a.ts'])).toThrow('core/b.ts is part of the program')
  })
})

/** The parts that a change of this file makes anew. */
const changedBy = (path: string): readonly string[] => programParts.filter(part => parts[part].has(path)).toSorted()
const all = [...programParts].toSorted()
const kinds = Object.keys(editionKinds).toSorted()

describe('a change makes anew what it is part of', () => {
  test.each([
    ['publish/epub.ts', ['books']],
    ['publish/feeds/feeds.ts', ['feeds']],
    ['publish/search/word-index.ts', ['search']],
    ['publish/site/issue-page.ts', ['issuePages']],
    ['publish/text-editions.ts', ['pastePages', 'texts']],
    ['publish/posts/post-page.ts', ['posts']],
    ['publish/site/page.ts', ['about', 'index', 'issuePages', 'lists', 'notFound', 'posts', 'retracted', 'search']],
    ['publish/search/search-units.ts', ['reading', 'search']],
    ['store/errata.ts', ['reading']],
    ['publish/issue-view.ts', all],
    ['publish/site/archive.ts', kinds],
    ['publish/site/site.ts', kinds],
    ['publish/template.ts', kinds],
    ['core/text.ts', all],
    ['core/words/en.ts', all],
    // What only plans, seals, mails or answers renders no file anew.
    ['publish/publish.ts', []],
    ['publish/files/write-site.ts', []],
    ['publish/mail/email.ts', []],
    ['publish/site/reader-page.ts', []],
    ['core/config.ts', []],
    ['core/error-codes.ts', []],
    ['core/words/en/desk.ts', []],
    ['core/words/zh-CN/desk-draft.ts', []],
    ['core/types.ts', []],
  ])('%s: %j', (path, expected) => {
    expect(files.has(path)).toBe(true)
    expect(changedBy(path)).toEqual(expected)
  })

  test('another text of a file changes the marks of these parts and of no other', () => {
    const edited = new Map(files).set('publish/epub.ts', { text: '', mark: 'edited' })
    const changed = programParts.filter(
      part => markPart(files, needs, parts[part]).source !== markPart(edited, needs, parts[part]).source,
    )
    expect(changed).toEqual(['books'])
  })
})

test('the hub imports the planner of each kind, and each planner has the press of its own kind alone', () => {
  const imported = new Set(needs.namedBy('publish/site/site.ts').files)
  for (const [kind, { planner }] of Object.entries(editionKinds)) {
    expect(imported.has(`publish/${planner}`), planner).toBe(true)
    const { text = '' } = files.get(`publish/${planner}`) ?? {}
    expect([...new Set([...text.matchAll(/\bPress<'(\w+)'>/g)].map(([, own]) => own))], planner).toEqual([kind])
  }
})

test('each kind has the templates that its files fill', () => {
  const filled = /(?:\btemplates\.render\(|\btemplates, )'([\w-]+\.\w+)'/g
  for (const [kind, { planner, templates }] of Object.entries(editionKinds)) {
    const texts = [...needs.closureOf([`publish/${planner}`])].map(path => files.get(path)?.text ?? '')
    const named = texts.flatMap(text => [...text.matchAll(filled)].map(([, name]) => name))
    expect([...new Set(named)].toSorted(), kind).toEqual([...templates])
  }
})
