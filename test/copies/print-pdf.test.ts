import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import chromium from '@sparticuz/chromium'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium, printPdf } from '../../src/copies/print-pdf.ts'
import { readPdf } from '../../src/extract/pdf.ts'
import { startSite } from '../servers.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-print-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A program that does as it is told. */
async function aProgram(name: string, script: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\n${script}\n`)
  await chmod(path, 0o755)
  return path
}

describe('a Chromium is found', () => {
  test.each([
    ['by its configured path', (path: string) => findChromium(path, ''), true],
    ['by a configured name on the path', () => findChromium('chromium', `/nowhere:${folder}`), true],
    ['by a known name on the path', () => findChromium(undefined, folder), true],
    ['nowhere when the configured one is not there', () => findChromium('/nowhere/chromium', folder), false],
    ['nowhere when the path has none', () => findChromium(undefined, '/nowhere'), false],
  ])('%s', async (_how, find, isFound) => {
    const path = await aProgram('chromium', 'exit 0')
    expect(await find(path)).toBe(isFound ? path : null)
  })
})

test('prints a page as A4 with its language', async () => {
  const html = '<!doctype html><html lang="zh"><style>@page { size: A4 }</style><h1>47 Weekly</h1></html>'
  const bytes = Buffer.from(await printPdf(await chromium.executablePath(), html)).toString('latin1')
  expect(bytes).toMatch(/^%PDF-/)
  expect(bytes).toMatch(/\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12]/)
  expect(bytes).toContain('/Lang (zh)')
})

describe('Chinese', () => {
  const html = '<!doctype html><html lang="zh"><h1>第 47 期 Weekly</h1></html>'

  test('is printed as it is, or not at all', async () => {
    const printed = await printPdf(await chromium.executablePath(), html).then(
      async pdf => (await readPdf(pdf)).text.normalize('NFKC'),
      (error: unknown) => (error as { code: string }).code,
    )
    expect(['第 47 期 Weekly', 'FONT_MISSING']).toContain(printed)
  })

  test('is refused where no font has it', async () => {
    const path = await chromium.executablePath()
    // The fonts that come with this Chromium are Latin.
    const conf = `<fontconfig><dir>${join(tmpdir(), 'fonts')}</dir><cachedir>${folder}</cachedir></fontconfig>`
    await writeFile(join(folder, 'fonts.conf'), `<?xml version="1.0"?>${conf}`)
    process.env['FONTCONFIG_FILE'] = join(folder, 'fonts.conf')
    try {
      await expect(printPdf(path, html)).rejects.toMatchObject({ code: 'FONT_MISSING', retryable: true })
    } finally {
      delete process.env['FONTCONFIG_FILE']
    }
  })
})

test('a page that names files and hosts reads none of them', async () => {
  const site = await startSite()
  const secret = join(folder, 'secret.html')
  await writeFile(secret, '<h1>SECRET</h1>')
  const parts = [`file://${secret}`, `${site.url}x`].map(
    url =>
      `<img src="${url}"><iframe src="${url}"></iframe><object data="${url}"></object><link rel="stylesheet" href="${url}">`,
  )
  const pdf = await printPdf(await chromium.executablePath(), `<!doctype html><p>Words</p>${parts.join('')}`)
  expect((await readPdf(pdf)).text).toBe('Words')
  expect(site.requests).toEqual([])
  await site.close()
})

test.each([
  ['says why it does not work', 'echo no display >&2; exit 1', 'no display'],
  ['writes nothing', 'exit 0', 'ended without a PDF'],
  ['does not end', 'exec sleep 5', 'did not end within 0.04 s'],
])('a Chromium that %s is PRINT_FAILED', async (_what, script, message) => {
  const path = await aProgram('broken', script)
  await expect(printPdf(path, '<p>', script.includes('sleep') ? 40 : 5_000)).rejects.toMatchObject({
    code: 'PRINT_FAILED',
    message: expect.stringContaining(message) as string,
  })
})

test('a path that is no program is PRINT_FAILED', async () => {
  await expect(printPdf(folder, '<p>')).rejects.toMatchObject({ code: 'PRINT_FAILED' })
})
