// Makes docs/pictures/issue-{light,dark}.png, the head of the README, from the samples: `node bench/picture.ts`. The samples have Chinese
// titles, so the machine needs a font for them; where there is none: `apt-get install fonts-noto-cjk` (Debian), or any Noto Sans CJK in ~/.fonts.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { closeBrowser, withPage } from '../test/browser.ts'

const project = join(import.meta.dirname, '..')
const pictures = join(project, 'docs', 'pictures')
const LIMIT_BYTES = 150_000

const folder = await mkdtemp(join(tmpdir(), 'weekly-picture-'))
try {
  const weekly = (...args: readonly string[]): void =>
    void execFileSync(process.execPath, [join(project, 'src', 'main.ts'), ...args], { cwd: folder })
  weekly('init', '--samples')
  weekly('run')
  const [week = ''] = (await readdir(join(folder, 'public', 'issues'))).filter(name => /^\d{4}-W\d\d$/.test(name))
  await mkdir(pictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    const picture = await withPage(
      { colorScheme, viewport: { width: 880, height: 720 }, deviceScaleFactor: 2 },
      async page => {
        // Styles are named from the root of the site; as a file it has none.
        await page.route('**/*', route => {
          const { pathname } = new URL(route.request().url())
          return route.fulfill({
            path: join(folder, 'public', pathname.endsWith('/') ? `${pathname}index.html` : pathname),
          })
        })
        await page.goto(`http://127.0.0.1/issues/${week}/`)
        return page.screenshot()
      },
    )
    const path = join(pictures, `issue-${colorScheme}.png`)
    await sharp(picture).png({ palette: true, colours: 64, compressionLevel: 9, effort: 10 }).toFile(path)
    const { size } = await stat(path)
    if (size > LIMIT_BYTES) throw new Error(`${path} has ${size} bytes, more than ${LIMIT_BYTES}`)
  }
} finally {
  await closeBrowser()
  await rm(folder, { recursive: true, force: true })
}
