// A web server on another machine: its site is the worker's to the byte, follows what is published, and harms nobody when it cannot be written.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createSiteFollower } from '../../src/app/follow-site.ts'
import { describeOperations } from '../../src/app/operations.ts'
import { run } from '../../src/app/run.ts'
import { publish } from '../../src/publish/publish.ts'
import { rssOf } from '../servers.ts'
import { createProgram } from './program.ts'

/** All files of a site but the list of them, by their paths. */
async function readSite(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
    .map(each => join(each.parentPath, each.name))
  return Object.fromEntries(
    await Promise.all(paths.map(async path => [path.slice(folder.length), await readFile(path, 'base64')] as const)),
  )
}

test('a web server without a worker writes the same site, anew when it changes, and is ready only with it', async () => {
  const program = await createProgram()
  onTestFinished(() => program.remove())
  const items = [
    {
      link: 'https://example.org/一',
      title: 'One 一',
      date: '2016-12-06T10:00:00+08:00',
      text: 'Words 文字. '.repeat(40),
    },
  ]
  await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', items))
  await program.setSources([{ url: 'file:feed.xml', fullText: false }])
  const now = '2016-12-09T08:30:00+08:00'
  const worker = await program.open({ now })
  const elsewhere = join(program.folder, 'elsewhere')
  await program.configure({ output: elsewhere })
  const web = await program.open({ now })
  const follower = createSiteFollower(web)
  const { whyNotReady } = describeOperations(web, 'web', follower)
  expect(await whyNotReady()).toBe('the site is not written yet')

  // Its disk has no room for a folder: the worker publishes all the same.
  await writeFile(elsewhere, 'in the way')
  await run(worker)
  await expect(follower.look()).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' })
  expect(await whyNotReady()).toBe('the site could not be written: OUTPUT_UNWRITABLE')
  expect(await program.page('index.html')).toContain('2016-W49')

  await rm(elsewhere)
  await follower.look()
  expect(await whyNotReady()).toBeNull()
  const site = await readSite(elsewhere)
  expect(Object.keys(site).length).toBeGreaterThan(10)
  expect(site).toEqual(await readSite(join(program.folder, 'public')))

  // Nothing was published since: nothing is looked at.
  await rm(join(elsewhere, 'index.html'))
  await follower.look()
  expect(await readdir(elsewhere)).not.toContain('index.html')
  // A post, and it is written again.
  Object.assign(worker.publish.site, { title: 'Another name 新名' })
  Object.assign(web.publish.site, { title: 'Another name 新名' })
  await publish(worker.publish, [])
  await follower.look()
  expect(await readSite(elsewhere)).toEqual(await readSite(join(program.folder, 'public')))
  await web.close()
  await worker.close()
})
