import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isWeeklyError, type WeeklyError } from '../../src/core/errors.ts'
import { loadTemplates } from '../../src/publish/template.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'weekly-templates-'))
})
afterAll(() => rm(root, { recursive: true }))

async function aFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(root, 'folder-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

function failureOf(work: () => unknown): WeeklyError {
  try {
    work()
  } catch (error) {
    if (isWeeklyError(error)) return error
    throw error
  }
  return expect.fail('nothing was thrown')
}

test('a template of the operator’s replaces the shipped one, and the shipped ones stand in for the rest', async () => {
  const templates = loadTemplates(await aFolder({ 'feed.css': 'mine {{ notice }}' }))
  expect(templates.render('feed.css', { notice: 'n' })).toBe('mine n')
  expect(templates.render('style.css', {})).toContain(':root')
})

test('a script is served as it stands: what looks like a tag is its own', async () => {
  const script = '/** @typedef {{ a: string }} A */ const b = {% raw'
  expect(loadTemplates(await aFolder({ 'own.js': script })).render('own.js', {})).toBe(script)
})

test('a folder that does not exist gives the shipped templates', () => {
  expect(loadTemplates(join(root, 'nowhere')).render('style.css', {})).toContain(':root')
})

test('a file where the folder should be is TEMPLATE_MISSING', async () => {
  const file = join(await aFolder({ x: '' }), 'x')
  expect(failureOf(() => loadTemplates(file))).toMatchObject({
    code: 'TEMPLATE_MISSING',
    message: expect.stringContaining(file) as string,
  })
})

test('output is escaped in HTML and left alone in text', async () => {
  const templates = loadTemplates(await aFolder({ 'a.html': '{{ t }}', 'a.txt': '{{ t }}' }))
  expect(templates.render('a.html', { t: '<b>&"' })).toBe('&lt;b&gt;&amp;&#34;')
  expect(templates.render('a.txt', { t: '<b>&"' })).toBe('<b>&"')
})

describe('a template that fails', () => {
  test.each([
    ['an unclosed tag, found when loading', 'one\n  {% if x %}open', 2, 3, '{% if x %}open'],
    ['an unknown tag, found when loading', 'one\n\nab {% nosuch %}', 3, 4, 'ab {% nosuch %}'],
  ])('with %s is named with file, line, column and the line itself', async (_what, text, line, column, excerpt) => {
    const folder = await aFolder({ 'issue.html': text })
    const failure = failureOf(() => loadTemplates(folder))
    expect(failure).toMatchObject({
      code: 'TEMPLATE_FAILED',
      context: { path: join(folder, 'issue.html'), line, column, excerpt },
    })
    expect(failure.message).toMatch(`${join(folder, 'issue.html')}:${line}:${column}: `)
    expect(failure.message).toContain(excerpt)
  })

  test.each([
    ['an unknown variable', 'one\n<p>{{ nosuch }}</p>', 2, 'undefined variable: nosuch'],
    ['an unknown property', 'one\n<p>{{ site.nosuch }}</p>', 2, 'undefined variable: site.nosuch'],
    ['an unknown filter', '{{ site | nosuch }}', 1, 'undefined filter: nosuch'],
  ])('with %s says so', async (_what, text, line, reason) => {
    const folder = await aFolder({ 'x.html': text })
    const failure = failureOf(() => loadTemplates(folder).render('x.html', { site: {} }))
    expect(failure.code).toBe('TEMPLATE_FAILED')
    expect(failure.message).toContain(`${join(folder, 'x.html')}:${line}:`)
    expect(failure.message).toContain(reason)
  })

  test('inside a part that another one renders names the part', async () => {
    const folder = await aFolder({ 'whole.html': "{% render 'part.html' %}", 'part.html': '\n{{ nosuch }}' })
    const failure = failureOf(() => loadTemplates(folder).render('whole.html', {}))
    expect(failure.context).toMatchObject({ path: join(folder, 'part.html'), line: 2 })
  })
})

test.each([
  ['a name that no file has', '', 'nosuch.html'],
  ['a part that no file has', "{% render 'nosuch.html' %}", 'x.html'],
  ['a part outside the folder', "{% render '../../../etc/passwd' %}", 'x.html'],
])('%s is TEMPLATE_MISSING', async (_what, text, name) => {
  const templates = loadTemplates(await aFolder({ 'x.html': text }))
  expect(failureOf(() => templates.render(name, {})).code).toBe('TEMPLATE_MISSING')
})
