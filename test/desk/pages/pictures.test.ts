// Pictures put into notes and forewords at the desk: written anew without what the camera wrote, refused in words, and nothing typed is lost.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { curate } from '../../../src/curate/curate.ts'
import { writePicture } from '../../../src/desk/pages/pictures.ts'
import { arrive, deskOn, edited } from '../filled-store.ts'
import { allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
  await arrive(desk.store, ['alpha', 'bravo'])
  await curate(deskOn(desk.store), edited.window)
})
afterEach(() => desk.close())

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#804020' } })
const fileOf = (bytes: Buffer, name = 'a.png'): File => new File([new Uint8Array(bytes)], name)
const stored = (): Promise<readonly string[]> => readdir(join(desk.folder, 'content/pictures')).catch(() => [])
const page = async (browser: Browser, path: string): Promise<string> => (await browser.get(`/desk/${path}`)).text()

/** The form of the first story with these words typed in, sent by the button that asks for a picture. */
async function askForPicture(browser: Browser, typed: Readonly<Record<string, string>>): Promise<string> {
  const open = /href="\/desk\/(draft\?edit=(?!foreword)[^"#]*)/.exec(await page(browser, 'draft'))?.[1] ?? ''
  const form = formIn(await page(browser, open), 'was-note', 'picture', typed)
  return (await browser.post('/desk/pictures', form.fields)).text()
}

async function upload(browser: Browser, html: string, file: File, typed: Readonly<Record<string, string>> = {}) {
  const { action, fields } = formIn(html, 'carried', 'upload', { alt: '一张[图]', ...typed })
  return browser.post(action, fields, { file })
}

test('a picture goes into the note that was being written, and all that was typed is saved with it', async () => {
  const ann = await signInAs(desk, 'editor')
  const before = await allRows(desk.store)
  await page(ann, 'pictures')
  const asked = await askForPicture(ann, { note: '先读这篇 <b>', title: 'New title' })
  expect(textOf(asked)).toContain('What you wrote is kept')
  expect(await allRows(desk.store)).toBe(before)
  const camera = { orientation: 6, exif: { IFD0: { Make: 'SecretCamera' } } }
  const photo = await blank(3_200, 800).withMetadata(camera).jpeg().toBuffer()
  expect(photo.includes('SecretCamera')).toBe(true)
  const placed = await (await upload(ann, asked, fileOf(photo, 'x.png'), { source: 'https://a.example/' })).text()
  const [name = ''] = await stored()
  expect(name).toMatch(/^[\da-f]{16}\.jpg$/)
  const kept = await readFile(join(desk.folder, 'content/pictures', name))
  const { width, height, exif, orientation } = await sharp(kept).metadata()
  expect({ width, height, exif, orientation }).toEqual({
    width: 400,
    height: 1_600,
    exif: undefined,
    orientation: undefined,
  })
  const { action, fields } = formIn(placed, 'note', 'words')
  expect(fields['note']).toBe(`先读这篇 <b>\n\n![一张\\[图\\]](pictures/${name})\nFrom https://a.example/`)
  expect((await ann.post(action, fields)).status).toBe(303)
  const draft = await page(ann, 'draft')
  expect(draft).toContain('New title')
  expect(draft).toContain(`pictures/${name}`)
})

test('what the page saved by itself meanwhile is no conflict, and what somebody else wrote is one', async () => {
  const [ann, li] = [await signInAs(desk, 'editor'), await signInAs(desk, 'owner')]
  const open = /href="\/desk\/(draft\?edit=(?!foreword)[^"#]*)/.exec(await page(ann, 'draft'))?.[1] ?? ''
  const form = formIn(await page(ann, open), 'was-note', 'words', { note: 'Mine' })
  await ann.post(form.action, form.fields)
  const asked = await (await ann.post('/desk/pictures', { ...form.fields, kind: 'picture' })).text()
  const file = fileOf(await blank(10, 10).png().toBuffer())
  const placed = formIn(await (await upload(ann, asked, file)).text(), 'note', 'words')
  expect((await ann.post(placed.action, placed.fields)).status).toBe(303)
  const late = await askForPicture(ann, { note: 'Late' })
  const theirs = formIn(await page(li, open), 'was-note', 'words', { note: 'Theirs' })
  await li.post(theirs.action, theirs.fields)
  const again = formIn(await (await upload(ann, late, file)).text(), 'note', 'words')
  const conflict = await ann.post(again.action, again.fields)
  expect([conflict.status, textOf(await conflict.text())]).toEqual([409, expect.stringContaining('Theirs')])
})

test('the foreword takes one too; opened by itself the page shows the line', async () => {
  const ann = await signInAs(desk, 'editor')
  const form = formIn(await page(ann, 'draft?edit=foreword'), 'name="value"', 'picture', { value: '这一周' })
  const asked = await (await ann.post('/desk/pictures', form.fields)).text()
  const gif = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
  const placed = formIn(await (await upload(ann, asked, fileOf(gif, 'a.gif'))).text(), 'value', 'foreword')
  expect(placed.fields['value']).toMatch(/^这一周\n\n!\[一张\\\[图\\\]\]\(pictures\/[\da-f]{16}\.png\)$/)
  await ann.post(placed.action, placed.fields)
  expect(await page(ann, 'draft')).toContain('这一周')
  const alone = await upload(ann, await page(ann, 'pictures'), fileOf(await blank(4, 4).webp().toBuffer(), 'a.webp'))
  expect(textOf(await alone.text())).toMatch(/This line puts it into a note or a foreword: !\[一张.*\.jpg\)/)
})

test.each([
  ['a file of 40 MB', () => Promise.resolve(Buffer.alloc(40_000_000, 7)), '文件超过 8 MB'],
  [
    'an SVG with script under another name',
    () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')),
    '这张图片不能用',
  ],
  ['a bomb of pixels', () => blank(8_000, 8_000).png().toBuffer(), '图片的像素太多了'],
  [
    'a file that ends too early',
    async () => (await blank(300, 300).jpeg().toBuffer()).subarray(0, 500),
    '这张图片不能用',
  ],
  ['an empty file', () => Promise.resolve(Buffer.alloc(0)), '请选择文件'],
])('%s is refused in words, and what was typed stays', async (_what, make, said) => {
  const chinese = await startDesk({ language: 'zh-CN' })
  await arrive(chinese.store, ['alpha'])
  await curate(deskOn(chinese.store), edited.window)
  const li = await signInAs(chinese, 'owner')
  const asked = await askForPicture(li, { note: '写了很久的编者注' })
  const answer = await upload(li, asked, fileOf(await make()))
  const html = await answer.text()
  expect([answer.status, textOf(html)]).toEqual([422, expect.stringContaining(said)])
  const { fields } = formIn(html, 'carried', 'upload')
  expect(new URLSearchParams(fields['carried']).get('note')).toBe('写了很久的编者注')
  expect(await readdir(join(chinese.folder, 'content/pictures')).catch(() => [])).toEqual([])
  const good = await upload(li, html, fileOf(await blank(5, 5).png().toBuffer()))
  expect(await good.text()).toContain('写了很久的编者注')
  await chinese.close()
})

test('a picture needs words; the same picture is one file', async () => {
  const ann = await signInAs(desk, 'editor')
  const html = await page(ann, 'pictures')
  const file = fileOf(await blank(9, 9).png().toBuffer())
  const mute = await upload(ann, html, file, { alt: ' ' })
  expect([mute.status, textOf(await mute.text())]).toEqual([422, expect.stringContaining('Say in words')])
  for (let n = 0; n < 2; n++) await upload(ann, html, file)
  expect(await stored()).toHaveLength(1)
})

test('contributors have no such page, and strangers send no more than a form', async () => {
  const tom = await signInAs(desk, 'contributor')
  expect((await tom.get('/desk/pictures')).status).toBe(404)
  const stranger = await desk
    .openBrowser()
    .post('/desk/pictures', { note: 'x' }, { file: fileOf(Buffer.alloc(3_000_000)) })
  expect(stranger.status).toBe(401)
  expect(await stored()).toEqual([])
})

test.each([
  ['a]b\\', 'pictures/x.png', '', '![a\\]b\\\\](pictures/x.png)'],
  ['图', 'pictures/x.png', '来源：甲', '![图](pictures/x.png)\n来源：甲'],
])('%j becomes one line of Markdown', (alt, target, from, said) => {
  expect(writePicture(alt, target, from)).toBe(said)
})
