// The mails to editors, whole: a program with a real relay and a real server, from the closing to an approval by link.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeLink } from '../../src/app/desk.ts'
import { run } from '../../src/app/run.ts'
import { openSite } from '../../src/app/site-server.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { requireEditor, saveEditor } from '../../src/store/editors.ts'
import type { App } from '../../src/app/wire.ts'
import { type MailSink, openSink, type SinkBehaviour } from '../deliver/mail-sink.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

const week = '2016-W49' as WeekId
const friday = (time: string): string => `2016-12-09T${time}:00+08:00`
const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

interface Desk {
  readonly program: Program
  readonly sink: MailSink
  readonly runAt: (now: string) => Promise<void>
  readonly with: (now: string, act: (app: App) => Promise<void>) => Promise<void>
}

/** A program with three stories, two editors who decide, one who does not, and no reader. */
async function start(review: unknown, more: object = {}, behaviour: SinkBehaviour = {}): Promise<Desk> {
  const sink = await openSink(behaviour)
  const mail = { from: 'List <list@example.org>', postalAddress: '1 Street', transport: sink.url }
  const program = await createProgram({ review, mail, subscribers: [], ...more })
  open.push(
    () => program.remove(),
    () => sink.close(),
  )
  const items = ['orchids', 'ferries', 'lanterns'].map((name, index) => ({
    link: `https://a.example/${name}`,
    title: `About ${name} @@CONFIRM_URL@@`,
    date: `2016-12-0${index + 5}T10:00:00+08:00`,
    text: `${name} ${name}s of ${name}.`,
  }))
  await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', items))
  await program.setSources([{ url: 'file:feed.xml', fullText: false }])
  const using = async (now: string, act: (app: App) => Promise<void>): Promise<void> => {
    const app = await program.open({ now })
    try {
      await act(app)
    } finally {
      await app.close()
    }
  }
  const desk = {
    program,
    sink,
    with: using,
    runAt: (now: string) =>
      using(now, async app => {
        await run(app)
      }),
  }
  await desk.runAt('2016-12-02T08:30:00+08:00')
  await using('2016-12-02T08:30:00+08:00', async app => {
    for (const [email, role] of [
      ['li@example.org', 'owner'],
      ['ann@example.org', 'editor'],
      ['tom@example.org', 'contributor'],
    ] as const)
      await saveEditor(app.store, { email, name: email.split('@')[0] ?? '', role, mayRelease: false }, app.clock.now())
  })
  return desk
}

const to = ({ mails }: MailSink): readonly string[] => mails.map(mail => mail.to).toSorted()
const publish = { policy: 'publish', for: '4h' }

test('at the closing each editor who decides is written to once, whatever runs; the first link opens the desk', async () => {
  const { sink, runAt } = await start(publish)
  await Promise.all([runAt(friday('08:00')), runAt(friday('08:00'))])
  await runAt(friday('08:10'))
  expect(to(sink)).toEqual(['ann@example.org', 'li@example.org'])
  const li = await sink.parse(sink.mails.findIndex(mail => mail.to === 'li@example.org'))
  expect(li.subject).toBe('Test list: draft with 3 stories')
  expect(li.text).toContain('It goes out Fri, Dec 9, 2016, 12:00 unless somebody holds it back.')
  expect(li.text).toContain('1. About ')
  expect(li.text).toMatch(/To 0 subscribers, \d+ KB, Fri, Dec 9, 2016, 12:00 Shanghai/)
  const html = String(li.html)
  expect(/href="([^"]*)"/.exec(html)?.[1]).toBe('http://127.0.0.1:8080/desk')
  expect(html.match(/by-mail\/2016-W49\.\d+\.drop\./g)).toHaveLength(3)
  expect(html).toContain('.approve.')
  // Of who may not release the mail has no such link, and no title becomes a mark of the readers' mails.
  const ann = await sink.parse(sink.mails.findIndex(mail => mail.to === 'ann@example.org'))
  expect(ann.text).not.toContain('.approve.')
  expect(ann.text).toContain('About orchids @ @CONFIRM_URL@@')
  // Both parts tell the same links.
  const linksIn = (text: string): readonly string[] => [...new Set(text.match(/http:[^\s"<]+/g))].toSorted()
  expect(linksIn(li.text ?? '')).toEqual(linksIn(html))
})

test('reminders come at half the time and half an hour before, and not once somebody acted; the last says what has changed', async () => {
  const { program, sink, runAt } = await start(publish)
  await runAt(friday('08:00'))
  await runAt(friday('10:00'))
  await runAt(friday('10:10'))
  expect(sink.mails).toHaveLength(4)
  expect((await sink.parse(3)).subject).toBe('Test list: half the time to answer is over')
  await program.run('issue', 'drop', 'https://a.example/ferries', '--now', friday('11:00'))
  await runAt(friday('11:30'))
  expect(sink.mails).toHaveLength(4)
  await program.run('issue', 'hold', week, '--now', friday('11:40'))
  await program.run('issue', 'hold', week, '--release', '--now', friday('11:50'))
  await runAt(friday('11:51'))
  expect(sink.mails).toHaveLength(6)
  const again = await sink.parse(5)
  expect(again.text).toContain('Since the last mail')
  expect(again.text).toContain('Gone: About ferries')
  expect(again.text).toContain('15:50 unless somebody holds it back')
})

test('a relay that is away loses no mail and doubles none; one that hangs up after the message gets the same bytes again', async () => {
  let answers: readonly string[] = ['450 4.3.2 later']
  const behaviour: SinkBehaviour = {
    onRecipient: () => answers.find(each => each.startsWith('450')) ?? null,
    onMessage: () => answers.find(each => each === 'drop') ?? null,
  }
  const { sink, runAt } = await start({ policy: 'publish', for: '2d' }, {}, behaviour)
  await runAt(friday('08:00'))
  expect(sink.mails).toEqual([])
  answers = ['drop']
  await runAt(friday('08:06'))
  const first = sink.mails.splice(0)
  expect(first.length).toBeGreaterThan(0)
  answers = []
  await runAt(friday('08:20'))
  await runAt(friday('08:40'))
  expect(to(sink)).toEqual(['ann@example.org', 'li@example.org'])
  const rawOf = (mails: MailSink['mails']) => new Map(mails.map(mail => [mail.to, mail.raw]))
  for (const [address, raw] of rawOf(first)) expect(rawOf(sink.mails).get(address)).toBe(raw)
})

test.each(['auto', publish])('with review %j a mail that failed is not sent once the issue is out', async review => {
  let isAway = true
  const { sink, runAt } = await start(review, {}, { onRecipient: () => (isAway ? '450 4.3.2 later' : null) })
  await runAt(friday('08:00'))
  await runAt(friday('12:00'))
  isAway = false
  await runAt(friday('13:00'))
  expect(sink.mails).toEqual([])
})

test('what cannot go out by itself is told once, with what blocks it', async () => {
  const desk = await start(publish)
  await desk.runAt(friday('08:00'))
  await desk.with(friday('09:00'), async app => {
    const gone = {
      state: 'failed',
      error_code: 'FETCH_HTTP_STATUS',
      error: 'https://a.example/ferries answered 404',
    } as const
    await app.store.db.updateTable('articles').set(gone).where('title', 'like', '%ferries%').execute()
  })
  await desk.runAt(friday('12:00'))
  await desk.runAt(friday('12:10'))
  expect(desk.sink.mails).toHaveLength(4)
  const { subject, text } = await desk.sink.parse(3)
  expect(subject).toBe('Test list: cannot go out')
  expect(text).toContain('! The page of “About ferries')
})

test('by the links of the mail: drop anywhere, approve where its editor has signed in; all editors are told at once how to stop it', async () => {
  const desk = await start(publish)
  await desk.runAt(friday('08:00'))
  const { text = '' } = await desk.sink.parse(desk.sink.mails.findIndex(mail => mail.to === 'li@example.org'))
  const pathTo = (action: string): string =>
    new RegExp(`8080(/desk/by-mail/\\S+\\.${action}\\.\\S+)`).exec(text)?.[1] ?? ''
  await desk.with(friday('09:12'), async app => {
    const site = await openSite(app)
    try {
      const send = (path: string, form: Record<string, string> | null, cookie = ''): Promise<Response> =>
        fetch(new URL(path, site.address), {
          ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
          headers: { 'Sec-Fetch-Site': 'same-origin', Cookie: cookie },
          redirect: 'manual',
        })
      const fieldsOf = async (answer: Response): Promise<Record<string, string>> =>
        Object.fromEntries(
          Array.from((await answer.text()).matchAll(/<input ([^>]*)>/g), ([, each = '']) => each)
            .filter(each => !each.includes('radio') || each.includes('checked'))
            .map(each => [/name="([^"]*)"/.exec(each)?.[1] ?? '', /value="([^"]*)"/.exec(each)?.[1] ?? '']),
        )
      await send(pathTo('drop'), await fieldsOf(await send(pathTo('drop'), null)))
      const dropped = await readDraft(app.store.db, week)
      expect(dropped?.sections.flatMap(({ stories }) => stories)).toHaveLength(2)
      await send(pathTo('approve'), { seen: '', command: crypto.randomUUID(), state: 'draft' })
      expect((await readDraft(app.store.db, week))?.state).toBe('draft')
      const link = new URL(await makeLink(app, await requireEditor(app.store.db, 'li@example.org')))
      const signedIn = await send(link.pathname, {})
      const device = signedIn.headers.getSetCookie().find(each => each.startsWith('desk-device=')) ?? ''
      const page = await send(pathTo('approve'), null, device.split(';')[0])
      expect(page.status).toBe(200)
      await send(pathTo('approve'), await fieldsOf(page), device.split(';')[0])
    } finally {
      await site.close()
    }
    expect((await readDraft(app.store.db, week))?.state).toBe('approved')
  })
  expect(desk.sink.mails).toHaveLength(4)
  const told = await desk.sink.parse(3)
  expect(told.subject).toBe('Test list: approved by link')
  expect(told.text).toContain('li approved it by a link of the mail, 09:12.')
  expect(told.text).toContain('/desk/release?week=2016-W49')
  await desk.runAt(friday('09:21'))
  expect(await desk.program.page('issues/2016-W49/index.html').catch(() => null)).toBeNull()
  await desk.runAt(friday('09:22'))
  expect(await desk.program.page('issues/2016-W49/index.html')).toContain('About')
})

test("in Chinese the mail says the same, with the week's word on sources and mails", async () => {
  const desk = await start(publish, { language: 'zh-CN' })
  await desk.with(friday('07:50'), async app => {
    await run(app)
    const failing = {
      failures_in_row: 9,
      failing_since: app.clock.now(),
      last_error: 'FETCH_TIMEOUT',
      next_check_at: '2017-01-01T00:00:00.000Z' as Instant,
    }
    await app.store.db.updateTable('source_states').set(failing).execute()
  })
  await desk.runAt(friday('08:00'))
  const { subject, text } = await desk.sink.parse(0)
  expect(subject).toBe('Test list：草稿已齐，共 3 篇')
  expect(text).toContain('如果没有人暂缓，2016年12月9日周五 12:00 发出。')
  expect(text).toMatch(/去掉: http/)
  expect(text).toContain('- 1 个来源读取失败\n  http://127.0.0.1:8080/desk/sources')
})
