// Each way in which something fails to be a story of its own in an issue, and that `weekly why` names it: one program, two weeks.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findEditedWeek } from '../../src/app/edited-week.ts'
import { run } from '../../src/app/run.ts'
import type { App } from '../../src/app/wire.ts'
import { explain } from '../../src/cli/commands/why.ts'
import { findPlace } from '../../src/cli/commands/item-place.ts'
import { describeDropped } from '../../src/cli/terminal/dropped-words.ts'
import type { WeekId } from '../../src/core/types.ts'
import { canonicalUrl } from '../../src/core/url.ts'
import { editStory } from '../../src/desk/edit-draft.ts'
import { retract } from '../../src/publish/retract-issue.ts'
import { decideDraft } from '../../src/store/drafts.ts'
import { findDropped } from '../../src/store/dropped-items.ts'
import { findItems } from '../../src/store/items.ts'
import { createProgram, type Program } from '../app/program.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'

const link = (name: string): string => `https://a.example/${name}`
const date = '2016-12-06T10:00:00+08:00'
/** Stories that have no word in common: nothing makes one of two. */
const texts: Readonly<Record<string, readonly [title: string, text: string]>> = {
  leases: ['Leases in clusters', 'Whoever holds the lease may write, and nobody else does before it ends.'],
  twin: ['Leases in clusters', 'Whoever holds the lease may write, and nobody else does before it ends.'],
  orchid: ['A rare orchid was found', 'Botanists saw purple petals near cold coastal rocks.'],
  third: ['Bridges made of paper', 'Engineering students folded cardboard until trucks could cross.'],
  full: ['Violins without varnish', 'Luthiers compare unfinished wood while concert halls listen.'],
  dropped: ['Cheese caves reopen', 'Affineurs return underground where humid tunnels ripen wheels.'],
  held: ['Glaciers under radar', 'Airborne antennas map buried valleys beneath polar ice.'],
  past: ['Printing with clay', 'Potters once stamped tablets for merchants abroad.'],
  late: ['Kites measure wind', 'Meteorologists fly instruments above stormy harbours.'],
  later: ['Maps of sound', 'Cartographers record street noise across sleeping towns.'],
}
const feedOf = (name: string, ...names: readonly string[]): string =>
  rssOf(
    name,
    names.map(each => {
      const [title = each, text = each] = texts[each] ?? []
      return { link: link(each), title, text, date: each === 'past' ? '2016-03-02T10:00:00+08:00' : date }
    }),
  )

let program: Program
let site: TestSite
const said = new Map<string, string>()

/** What `weekly why` says of where a link stands, every item of it on a line. */
async function whyOf({ store, ...app }: App, url: string): Promise<string> {
  const places: string[] = []
  for (const item of await findItems(store.db, canonicalUrl(url)))
    places.push((await findPlace({ store, ...app }, item)).text)
  const dropped = await findDropped(store.db, canonicalUrl(url))
  return [...places, ...dropped.map(row => describeDropped(row, app.timezone))].join('\n')
}

async function passAt(now: string, then: (app: App) => Promise<void>): Promise<void> {
  const app = await program.open({ now })
  try {
    await run(app)
    await then(app)
  } finally {
    await app.close()
  }
}

async function writeLetter(): Promise<string> {
  const maildir = join(program.folder, 'Maildir')
  for (const part of ['new', 'cur', 'tmp']) await mkdir(join(maildir, part), { recursive: true })
  const head = 'From: Go <go@weekly.example>\r\nTo: go@x.example\r\nSubject: Issue 1\r\nMessage-ID: <1@x>\r\n'
  const html = '<p><a href="https://weekly.example/p?uid=9f8e7d6c5b4a39281706">Manage your subscription</a></p>'
  const rest = 'Date: Tue, 06 Dec 2016 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n'
  await writeFile(join(maildir, 'new', '1'), `${head}${rest}${html}\r\n`)
  return maildir
}

beforeAll(async () => {
  site = await startSite()
  program = await createProgram({ issue: { card: false, stories: 4, perSource: 2, perSection: 3 } })
  const feeds: Readonly<Record<string, string>> = {
    main: feedOf('Main', 'leases', 'orchid', 'third', 'past'),
    same: rssOf('Same', [{ link: link('leases'), title: 'Leases, as we read it', text: 'Read this.', date }]),
    twin: feedOf('Twin', 'twin'),
    rules: feedOf('Rules', 'advert', 'plain'),
    films: rssOf('Films', [{ link: 'https://www.youtube.com/shorts/abc', title: 'Short', text: 'One.', date }]),
    paused: feedOf('Paused', 'asleep'),
    more: feedOf('More', 'dropped', 'held'),
    last: feedOf('Last', 'full'),
  }
  for (const [name, feed] of Object.entries(feeds)) site.routes.set(`/${name}.xml`, feed)
  const source = (name: string, more: object = {}) => ({ url: `${site.url}${name}.xml`, fullText: false, ...more })
  await program.setSources([
    ...['main', 'same', 'twin', 'more'].map(name => source(name, { weight: 3 })),
    source('rules', { exclude: ['advert'], include: ['advert'] }),
    source('films', { shorts: false }),
    source('paused', { paused: true }),
    source('last', { weight: 0 }),
    { url: 'mail:go', kind: 'mail', fullText: false, mail: { maildir: await writeLetter(), to: 'go@x.example' } },
  ])
  const keep = async (app: App, when: string, ...names: readonly string[]): Promise<void> => {
    for (const name of names)
      said.set(`${when}: ${name}`, await whyOf(app, name.startsWith('http') ? name : link(name)))
  }
  await passAt('2016-12-07T12:00:00+08:00', async app => {
    const edited = () => findEditedWeek(app, undefined)
    await editStory(app.curate, await edited(), link('dropped'), { kind: 'drop', value: null })
    await editStory(app.curate, await edited(), link('held'), { kind: 'hold', value: null })
    await keep(app, 'open', 'leases', 'twin', 'third', 'full', 'dropped', 'held', 'past', 'advert', 'plain')
    await keep(app, 'open', 'https://www.youtube.com/shorts/abc')
    await decideDraft(app.store.db, '2016-W49' as WeekId, 'approved')
  })
  site.routes.set('/last.xml', feedOf('Last', 'full', 'late'))
  await passAt('2016-12-08T20:00:00+08:00', app => keep(app, 'approved', 'late'))
  await passAt('2016-12-09T08:30:00+08:00', async app => {
    await keep(app, 'sealed', 'leases', 'twin', 'third', 'full', 'dropped', 'held', 'late')
    await retract(app.publish, { week: '2016-W49' as WeekId, url: link('orchid') }, 'It was an iris.')
    await keep(app, 'sealed', 'orchid')
  })
  site.routes.set('/last.xml', feedOf('Last', 'full', 'late', 'leases', 'later'))
  await passAt('2016-12-12T09:00:00+08:00', app => keep(app, 'next', 'leases', 'later', 'held', 'late'))
})
afterAll(async () => {
  await program.remove()
  await site.close()
})

test.each([
  [
    'open: leases',
    /^draft 2016-W49: in "Leases in clusters" .*\n.*it is the same link as in "Leases in clusters" of Main$/,
  ],
  ['open: twin', /in "Leases in clusters" .*; it is another telling of "Leases in clusters"$/],
  ['open: third', /left out — its source already has 2$/],
  ['open: full', /left out — the issue is full with 4 stories$/],
  ['open: dropped', /left out — dropped by the curator$/],
  ['open: held', /held for the next issue$/],
  ['open: past', /^backlog: .* come out before the week that was open then/],
  ['open: advert', /dropped by a rule of Rules: the exclude rule "advert" matches/],
  ['open: plain', /dropped by a rule of Rules: none of 1 include rules matches/],
  ['open: https://www.youtube.com/shorts/abc', /dropped by a rule of Films: it is a short film/],
  ['approved: late', /^came after the draft of 2016-W49 was approved/],
  [
    'sealed: leases',
    /^issue 2016-W49: lead\nissue 2016-W49: other — the same link as in "Leases in clusters" of Main$/,
  ],
  ['sealed: twin', /^issue 2016-W49: other — another telling of "Leases in clusters"$/],
  ['sealed: third', /^issue 2016-W49: left-out — its source already has 2$/],
  ['sealed: full', /^issue 2016-W49: left-out — the issue is full with 4 stories$/],
  ['sealed: dropped', /^issue 2016-W49: left-out — dropped by the curator$/],
  ['sealed: held', /^was held when issue 2016-W49 was sealed/],
  ['sealed: late', /^came after the draft of 2016-W49 was approved/],
  ['sealed: orchid', /^issue 2016-W49: lead; taken back at 2016-12-09 08:30: It was an iris\.$/],
  ['next: leases', /no candidate: issue 2016-W49 has told this link/],
  ['next: held', /^draft 2016-W50: in "Glaciers under radar"/],
  ['next: late', /^draft 2016-W50: in "Kites measure wind"/],
  ['next: later', /^draft 2016-W50: in "Maps of sound"/],
] as const)('%s', (name, reason) => {
  expect(said.get(name)).toMatch(reason)
})

test('what a paused source has, and links of letters for one reader, are no items, and the answer says what may be', async () => {
  for (const url of [link('asleep'), 'https://weekly.example/p?uid=9f8e7d6c5b4a39281706'])
    await expect(explain({ config: join(program.folder, 'config'), json: true }, url)).rejects.toMatchObject({
      code: 'STORY_MISSING',
      hint: /paused.*newsletters for one reader/,
    })
})
