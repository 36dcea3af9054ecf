// The index of a whole archive, asked as the page asks it: what is found, in which order, and what that costs.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeArticle } from '../../../bench/corpus.ts'
import type { CivilDate, Instant, Issue, Story } from '../../../src/core/types.ts'
import { addDays, weekOf } from '../../../src/core/week.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import type { PlannedFile } from '../../../src/publish/files/site-file.ts'
import type { Post } from '../../../src/publish/posts/post.ts'
import { markAll, openPresses } from '../../../src/publish/site/press.ts'
import { openArchive } from '../../../src/publish/site/site-in-memory.ts'
import { mergeByDate, openPosts } from '../../../src/publish/site/publications.ts'
import { planSearch } from '../../../src/publish/search/search-site.ts'
import { wordsToFind } from '../../../src/publish/search/search-words.ts'
import { anIssue, aSite, aStory, shippedTemplates } from '../issues.ts'
import { aPost } from '../posts/posts.ts'
import { pageScript, type SearchedSite, serveSearch } from './page-script.ts'

const planOf = (issues: readonly Issue[], posts: readonly Post[] = []): PlannedFile[] => {
  const site = aSite()
  const publications = mergeByDate(openArchive(site, issues, noAftercare).issues, openPosts(site, posts))
  return planSearch(openPresses(site, shippedTemplates, markAll('')).search, publications)
}

/** Issues, newest first, a week apart. */
const issuesOf = (weeks: readonly (readonly Story[])[]): Issue[] =>
  weeks.map((stories, index) => {
    const date = addDays('2016-12-08' as CivilDate, -7 * index)
    const sealedAt = `${date}T00:00:00.000Z` as Instant
    return anIssue([{ title: 'Clouds', stories }], { number: weeks.length - index, date, week: weekOf(date), sealedAt })
  })

/** What real texts have beside words: versions, signs, accents, Chinese and English in one. */
const oddities = [
  'Go1.21',
  'v1.2.3',
  'Kubernetes 1.28',
  'C++',
  'C#',
  'café',
  'Straße',
  'node.js',
  'K8s集群',
  '用Rust重写',
  'ＡＢＣ',
  'x86_64',
  '𠮷野家',
]
const makeStory = (seed: number): Story => {
  const { title, paragraphs } = writeArticle({
    seed,
    topic: seed % 300,
    language: seed % 2 === 0 ? 'en' : 'zh',
    paragraphs: 5,
  })
  const [summary = '', ...points] = paragraphs.map(text => text.slice(0, 200))
  const odd = seed % 7 === 0 ? (oddities[(seed / 7) % oddities.length] ?? '') : ''
  return aStory({
    id: `s${seed}`,
    title,
    summary: `${summary} ${odd}`,
    points,
    note: null,
    url: `https://a.example/${seed}`,
  })
}
const stories = Array.from({ length: 720 }, (_, seed) => makeStory(seed))
const issues = issuesOf(Array.from({ length: 60 }, (_, week) => stories.slice(week * 12, week * 12 + 12)))
const post = aPost({
  title: 'Über Sperren',
  html: '<p>Warum <b>verteilte</b> Sperren &lt;immer&gt; ablaufen.</p>',
  date: '2016-03-01' as CivilDate,
})

let site: SearchedSite
beforeAll(async () => {
  site = await serveSearch(planOf(issues, [post]))
})
afterAll(() => site.close())

// The oracle looks into every story. It knows nothing of words, files and numbers: only where in a text a question may begin.
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase()
const foldedStories = stories.map(story => ({
  id: story.id,
  text: fold(
    [story.title, story.summary, ...story.points, story.lead.site, story.lead.sourceTitle, ...story.authors].join('\n'),
  ),
}))
const isHan = (text: string): boolean => /^\p{Script=Han}/u.test(text)
const mayBegin = (before: string, word: string): boolean =>
  !/[\p{L}\p{N}]$/u.test(before) || /\p{Script=Han}$/u.test(before) || (/^\p{N}/u.test(word) && /\p{L}$/u.test(before))
const hasWord = (text: string, word: string): boolean => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (isHan(word) || mayBegin(text.slice(0, at), word)) return true
  return false
}
/** Of an archive in two parts. */
const MOST_WORDS = 4
const expectedOf = (question: string): readonly string[] => {
  const words = wordsToFind(question, MOST_WORDS)
  return foldedStories
    .filter(({ text }) => words.length > 0 && words.every(word => hasWord(text, word)))
    .map(({ id }) => id)
}
const idByTitle = new Map(stories.map(({ id, title }) => [title, id]))
const foundBy = async (question: string): Promise<readonly string[]> => {
  const { isNear, hits } = await site.findAll(question)
  return isNear ? [] : hits.flatMap(([title]) => idByTitle.get(title) ?? [])
}

describe('every story that has all words is found, and no other', () => {
  const whole = stories.map(({ title, summary, points }) => [title, summary, ...points].join('\n'))
  const somewhere = fc.tuple(fc.nat(whole.length - 1), fc.nat(2_000), fc.integer({ min: 1, max: 14 }))
  const fromText = somewhere.map(([index, from, length]) => {
    const text = whole[index] ?? ''
    return text
      .slice(from % text.length)
      .replace(/^[^\s\p{P}]*(?=\s)/u, '')
      .slice(0, length)
      .toWellFormed()
  })
  const questions = fc.oneof(
    fromText,
    fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz0123456789容器数的一')),
    fc.constantFrom(
      ...oddities,
      '1.21',
      '1.2',
      '2.3',
      'c',
      'c+',
      'rust',
      'strasse',
      'cafe',
      'abc',
      '服务',
      '系统 容器',
      '的',
      'zzz',
      '𠮷',
      '集群',
    ),
  )
  test('for parts of texts, single letters and characters, versions and signs', async () => {
    await fc.assert(
      fc.asyncProperty(questions, async question => {
        expect((await foundBy(question)).toSorted()).toEqual(expectedOf(question).toSorted())
      }),
      { numRuns: 400 },
    )
  })

  test('and a story that has the whole phrase is among them, however long', async () => {
    const phrases = fc.tuple(fc.nat(stories.length - 1), fc.nat(60), fc.integer({ min: 2, max: 40 }))
    await fc.assert(
      fc.asyncProperty(phrases, async ([index, from, length]) => {
        const story = stories[index - (index % 2) + 1]
        const cut = (story?.summary ?? '').slice(from, from + length)
        // The end of a Latin word is looked for by nobody, and found by nobody.
        const phrase = cut.replace(/^[a-z\d]+/i, '')
        if (wordsToFind(phrase).length > 0) expect(await foundBy(phrase)).toContain(story?.id)
      }),
      { numRuns: 100 },
    )
  })
})

describe('what is found', () => {
  const of = async (question: string): Promise<readonly string[]> =>
    (await site.findAll(question)).hits.map(([title]) => title)

  test('comes with the path of its story, where and when it was told, and its language', async () => {
    const { hits } = await site.findAll('verteilte Sperren')
    expect(hits).toEqual([['Über Sperren', '/list/posts/leases/', 'A Curator · Mar 1, 2016', 'en']])
  })

  test('are the curator’s own posts too, by their text, not by their markup', async () => {
    expect(await of('ablaufen')).toEqual(['Über Sperren'])
    expect(await of('immer')).toEqual(['Über Sperren'])
    expect((await site.findAll('SPERREN')).count).toBe(1)
  })

  test('is ordered: titles first, whole words before beginnings, then the newest, and of one issue the first', async () => {
    const told = (id: string, title: string, summary: string): Story => aStory({ id, title, summary, points: [] })
    const weeks = [
      [told('a', 'A', 'of leases'), told('b', 'B', 'of leases')],
      [told('c', 'Leases', 'first'), told('d', 'D', 'a lease')],
      [told('e', 'Lease', 'later'), told('f', 'F', 'a lease')],
    ]
    const own = await serveSearch(planOf(issuesOf(weeks)))
    const { hits } = await own.findAll('lease')
    expect(hits.map(([title]) => title)).toEqual(['Lease', 'Leases', 'D', 'F', 'A', 'B'])
    await own.close()
  })
})

describe('a question that nothing has all words of', () => {
  const about = (id: string, title: string, summary: string): Story => aStory({ id, title, summary, points: [] })
  const told = [
    about('rate', '限流的三种算法', '令牌桶与漏桶，适合接口。'),
    about('index', '为什么数据库需要索引', '索引让查询更快，也让写入更慢。'),
    about('what', '今年学到了什么', '什么都有一点。'),
    about('other', 'Leases in practice', 'A lease is a promise with an end.'),
  ]
  const weeks = Array.from({ length: 40 }, (_, week) => [
    ...(week === 20 ? told : []),
    ...[0, 1, 2].map(place => makeStory(10_000 + 2 * (week * 3 + place))),
  ])
  let own: SearchedSite
  beforeAll(async () => {
    own = await serveSearch(planOf(issuesOf(weeks)))
  })
  afterAll(() => own.close())

  test.each([
    ['数据库的索引', '为什么数据库需要索引'],
    ['什么是限流', '限流的三种算法'],
    ['索引误区', '为什么数据库需要索引'],
    ['practical leases', 'Leases in practice'],
  ])('%s: finds what is near, said so, and the nearest first', async (question, title) => {
    const { isNear, hits } = await own.findAll(question)
    expect([isNear, hits[0]?.[0]]).toEqual([true, title])
  })

  test.each(['斑马条纹衫', 'zebra', 'zebra stripes'])('%s: finds nothing when nothing is near', async question => {
    expect(await own.findAll(question)).toMatchObject({ count: 0 })
  })
})

describe('a search asks for little', () => {
  test('in many files, of which it takes few', () => {
    const [oldest, youngest, ...others] = site.head.parts
    expect(others).toEqual([])
    expect(oldest?.words.split(' ').length).toBeGreaterThan(30)
    expect(oldest?.beginnings.split(' ').length).toBeGreaterThan(5)
    expect(youngest?.words.split(' ').length).toBeGreaterThan(3)
  })

  test.each([
    ['a common word', 'service'],
    ['a letter', 's'],
    ['a Chinese character', '的'],
    ['a Chinese word', '系统'],
    ['a Chinese phrase', '服务请求集群'],
    ['three words', 'service request cluster'],
  ])('%s: at most twelve files with the script, none of them twice', async (_what, question) => {
    const own = await serveSearch(planOf(issues, [post]))
    const found = await pageScript.search(own.base, own.head, question)
    await Promise.all(Array.from({ length: found.first }, (_, place) => found.loadHit(place)))
    expect(found.first).toBeGreaterThanOrEqual(Math.min(found.count, 5))
    expect(own.requests.length + 1).toBeLessThanOrEqual(12)
    expect(new Set(own.requests.map(({ path }) => path)).size).toBe(own.requests.length)
    await own.close()
  })
})

describe('the files of words are small', () => {
  /** Rising numbers from 0 to 1, the small ones much more often, as common words are. */
  const fractions = (seed: number): (() => number) => {
    let state = seed + 1
    return () => ((state = (state * 48_271) % 0x7fff_ffff) / 0x7fff_ffff) ** 3
  }
  const texts = {
    zh: (next: () => number): string =>
      Array.from({ length: 300 }, (_, place) =>
        place % 17 === 16 ? '。' : String.fromCharCode(0x4e00 + Math.floor(next() * 3_000)),
      ).join(''),
    en: (next: () => number): string =>
      Array.from({ length: 150 }, () => Math.floor(next() * 8_000 + 1_000).toString(21)).join(' '),
  }

  test.each([
    ['Chinese', 30, (seed: number) => texts.zh(fractions(seed))],
    ['English', 60, (seed: number) => texts.en(fractions(seed))],
    ['both', 40, (seed: number) => texts[seed % 2 ? 'en' : 'zh'](fractions(seed))],
  ])('%s with as many rare words as real texts have', (_language, weeks, textOf) => {
    const many = Array.from({ length: weeks * 12 }, (_, seed) =>
      aStory({
        id: `s${seed}`,
        title: textOf(seed).slice(0, 30),
        summary: textOf(seed),
        url: `https://a.example/${seed}`,
      }),
    )
    const files = planOf(issuesOf(Array.from({ length: weeks }, (_, week) => many.slice(week * 12, week * 12 + 12))))
    const sizes = files.flatMap(({ path, render }) =>
      /\/(?:words|beginnings)-\d+\.bin$/.test(path) ? [Buffer.from(render()).length] : [],
    )
    expect(sizes.length).toBeGreaterThan(10)
    expect(Math.max(...sizes)).toBeLessThan(7_000)
  })
})

test('an issue that comes out changes neither the older part nor what hits show of it, nor the other way round', () => {
  const folderOf = (path: string): string => path.replace(/[^/]*$/, '')
  const foldersOf = (files: readonly PlannedFile[]): ReadonlySet<string> =>
    new Set(files.map(({ path }) => folderOf(path)))
  const [before, after] = [foldersOf(planOf(issues.slice(1))), foldersOf(planOf(issues))]
  const isNew = (folder: string): boolean => !before.has(folder)
  expect([...after].filter(isNew).map(folder => folder.replace(/-.*/, ''))).toEqual(['search/part', 'search/hits'])
  const [last, ...others] = issues.toReversed()
  const corrected = [...others.toReversed(), { ...(last ?? anIssue([])), title: 'Other', sections: [] }]
  const [, youngest] = site.head.parts
  expect(planOf(corrected, [post]).map(({ path }) => path)).not.toContain(`search/part-${youngest?.name}/head.json`)
})

test('an index is the same bytes whether or not its older part lies there already', () => {
  const files = planOf(issues)
  const contents = new Map(files.map(({ path, render }) => [path, Buffer.from(render())]))
  const again = planOf(issues).filter(({ path }) => path.startsWith('search/index.'))
  for (const { path, render } of again) {
    const asked: string[] = []
    const kept = (other: string): Buffer | null => {
      asked.push(other)
      return contents.get(other) ?? null
    }
    expect(Buffer.from(render(kept))).toEqual(contents.get(path))
    expect(asked).toHaveLength(2)
  }
})
