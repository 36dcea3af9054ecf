// What a reader of feeds knows a story by is the same wherever the list moves, and another in every list.
import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { checkAddress } from '../../src/cli/doctor/address.ts'
import { loadConfig } from '../../src/app/load-config.ts'
import { idIn, keepIdentity, readIdentity, storyIdIn } from '../../src/publish/identity.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import type { SiteDescription } from '../../src/publish/site-urls.ts'
import { firstAddress } from '../../src/store/engine/sending-steps.ts'
import { describeStores } from '../stores.ts'
import { aSite, shippedTemplates, weeklyIssues } from './issues.ts'
import { aPost } from './posts/posts.ts'

const addresses = ['http://weekly.example/', 'https://www.weekly.example/list/'] as const

/** All ids of a site's feeds and books, by file. */
function idsOf(site: SiteDescription): Readonly<Record<string, readonly string[]>> {
  const files = renderSite(site, weeklyIssues(3), [], shippedTemplates, [aPost()])
  const found = files.map(({ path, content }) => {
    if (path.endsWith('.epub')) {
      const book = Buffer.from(unzipSync(content as Uint8Array)['book/package.opf'] ?? []).toString()
      return [path, [...book.matchAll(/<dc:identifier id="id">([^<]*)/g)].map(([, id = '']) => id)] as const
    }
    const pattern = path.endsWith('.json') ? /"id": "([^"]*)"/g : /<(?:id|guid[^>]*)>([^<]*)/g
    const isFeed = /(?:feed|atom|stories|stories-atom)\.(?:xml|json)$/.test(path) && !path.startsWith('search/')
    return [path, isFeed ? [...content.toString().matchAll(pattern)].map(([, id = '']) => id) : []] as const
  })
  return Object.fromEntries(found.filter(([, ids]) => ids.length > 0))
}

describeStores('the identity of a list', open => {
  test('is a UUID of its own for a new list, frozen by the first publication', async () => {
    const { db } = await open()
    expect(await readIdentity(db)).toBeNull()
    const first = await keepIdentity(db, addresses[0])
    expect(first.id).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    expect(await keepIdentity(db, addresses[1])).toEqual(first)
    expect(first.address).toBe(addresses[0])
    const other = await open()
    expect((await keepIdentity(other.db, addresses[0])).id).not.toBe(first.id)
  })

  test('is the address for a list that came out before lists had one', async () => {
    const { db } = await open()
    const week = '2016-W49' as WeekId
    const at = '2016-12-08T00:00:00.000Z' as Instant
    await db
      .insertInto('slots')
      .values({ week, opens_at: at, closes_at: at, origin: 'scheduled', is_first: 0, state: 'sealed', settled_at: at })
      .execute()
    const upgrade = (): Promise<unknown> =>
      Promise.all(firstAddress({ id: '', bytes: '', dialect: 'sqlite' }).map(step => sql.raw(step).execute(db)))
    await upgrade()
    expect(await db.selectFrom('settings').select('name').where('name', '=', 'identity').execute()).toEqual([])
    await sql`insert into issues (number, week, date, title, sections, sealed_at, content_sha256)
      values (1, ${week}, '2016-12-08', 'One', '[]', ${at}, '')`.execute(db)
    await upgrade()
    const identity = { id: addresses[0], address: addresses[0] }
    expect(await readIdentity(db)).toBeNull()
    expect(await keepIdentity(db, addresses[0])).toEqual(identity)
    expect(await keepIdentity(db, addresses[1])).toEqual(identity)
  })

  test('tells doctor that the address has changed', async () => {
    const store = await open()
    const { weekly } = loadConfig('config', {})
    const look = (url: string) => checkAddress(store, { ...weekly, url })
    expect(await look(addresses[0])).toEqual([])
    await keepIdentity(store.db, addresses[0])
    expect(await look('http://weekly.example')).toMatchObject([{ level: 'ok', subject: 'address' }])
    expect(await look(addresses[1])).toMatchObject([
      {
        level: 'warn',
        message: expect.stringContaining(`first at ${addresses[0]}, and is at ${addresses[1]}`) as string,
      },
    ])
  })
})

describe.each([
  ['a UUID', 'urn:uuid:4f5f2d3e-1b7a-4c59-9a3b-0d4f6f9b7c11'],
  ['the first address', addresses[0]],
])('ids made of %s', (_name, identity) => {
  const [before, after] = addresses.map(url => idsOf(aSite({ url, identity })))

  test('are in every feed and book, and the same at another address', () => {
    expect(Object.keys(before ?? {}).length).toBeGreaterThan(20)
    expect(after).toEqual(before)
  })

  test('are no permanent link where id and link differ, and links are new', () => {
    const feeds = renderSite(aSite({ url: addresses[1], identity }), weeklyIssues(2), [], shippedTemplates)
    const rss = feeds.find(({ path }) => path === 'feed.xml')?.content.toString() ?? ''
    expect(rss.match(/<guid isPermaLink="false">/g)).toHaveLength(2)
    expect(rss).toContain(`<link>${addresses[1]}issues/2016-W49/</link>`)
  })
})

test('two lists on one host give one story of one day two ids', () => {
  const [one, two] = ['0', '1'].map(end => aSite({ identity: `urn:uuid:4f5f2d3e-1b7a-4c59-9a3b-0d4f6f9b7c1${end}` }))
  if (!one || !two) throw new Error('two sites')
  expect(storyIdIn(one, '2016-12-08', 'https://a.example/1')).not.toBe(
    storyIdIn(two, '2016-12-08', 'https://a.example/1'),
  )
  expect(idIn(one, 'issues/2016-W49/')).not.toBe(idIn(two, 'issues/2016-W49/'))
})

test('a UUID for a name is that of RFC 9562', () => {
  // Appendix A.4: www.example.com in the namespace of DNS names.
  const site = aSite({ identity: 'urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8' })
  expect(idIn(site, 'www.example.com')).toBe('urn:uuid:2ed6657d-e927-568b-95e1-2665a8aea6a2')
})
