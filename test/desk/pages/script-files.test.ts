// The files of the desk's script: their types hold, they are small, and the server gives them out for good under a name of their content.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { type DeskSite, startDesk } from './desk-fixture.ts'

const folder = 'templates/desk'
const names = readdirSync(folder).filter(name => name.endsWith('.js'))
const textOf = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8')

test('the types that its comments say hold', () => {
  const { config } = ts.readConfigFile(`${folder}/tsconfig.json`, path => ts.sys.readFile(path)) as { config: unknown }
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const found = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options))
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([])
})

test('each module says what it is for and is short; all together are at most 30 KB packed', () => {
  const odd = names.filter(name => !textOf(name).startsWith('// ') || textOf(name).split('\n').length > 300)
  expect(odd).toEqual([])
  const bytes = names.reduce((sum, name) => sum + gzipSync(textOf(name)).length, 0)
  expect(bytes).toBeLessThan(30 * 1024)
})

test('pages name one folder of assets; each module is there, and what is none is not', async () => {
  const desk: DeskSite = await startDesk()
  try {
    const browser = desk.openBrowser()
    const page = await (await browser.get('/desk/sign-in')).text()
    const path = /src="(\/desk\/assets\/[0-9a-f]{12}\/)desk\.js"/.exec(page)?.[1] ?? ''
    expect(page).toContain(`href="${path}desk.css"`)
    for (const name of [...names, 'words.js', 'sortable.js']) {
      const answer = await browser.get(path + name)
      expect([name, answer.status, answer.headers.get('Content-Type')]).toEqual([
        name,
        200,
        'text/javascript; charset=utf-8',
      ])
      expect(answer.headers.get('Cache-Control')).toContain('immutable')
    }
    for (const name of ['draft.html', 'other.js', '..%2fdesk.css', 'tsconfig.json', 'words.d.ts'])
      expect([name, (await browser.get(path + name)).status]).toEqual([name, 404])
  } finally {
    await desk.close()
  }
})
