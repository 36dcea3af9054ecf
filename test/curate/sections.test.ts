import { describe, expect, test } from 'vitest'
import type { SectionModel } from '../../src/curate/section-model.ts'
import { assignSection, type SectionStory } from '../../src/curate/sections.ts'

const sections = [
  { title: '容器', keywords: ['docker', 'kubernetes', '容器'] },
  { title: 'Security', keywords: ['vulnerability', 'CVE', 'zero day'] },
  { title: 'Languages', keywords: ['C++', 'Go', 'TypeScript'] },
]
const aStory = (over: Partial<SectionStory>): SectionStory => ({ title: '', text: '', sourceSections: [], ...over })

describe('by keywords', () => {
  test.each([
    ['a word in the title', { title: 'Docker收购Infinit' }, '容器', 'docker'],
    ['a Han word within a sentence', { title: '谈谈容器化实践' }, '容器', '容器'],
    ['an English word before Han', { title: '搭建Kubernetes集群' }, '容器', 'kubernetes'],
    ['the plural of a word', { title: 'Two vulnerabilities fixed' }, 'Security', 'vulnerability'],
    ['whatever the case', { title: 'New cve found' }, 'Security', 'CVE'],
    ['words with a hyphen', { title: 'A zero-day in the wild' }, 'Security', 'zero day'],
    ['a word of signs', { title: 'Modern C++ for all' }, 'Languages', 'C++'],
    [
      'two mentions in the text',
      { title: 'A report', text: 'Docker was slow. Then Docker was fast.' },
      '容器',
      'docker',
    ],
    [
      'the title against the text',
      { title: 'TypeScript 2.1', text: 'We run it in docker.' },
      'Languages',
      'TypeScript',
    ],
    ["the section's own title", { title: 'Security for everyone' }, 'Security', 'Security'],
    ['one mention in the text is not enough', { title: 'A report', text: 'It ran in docker.' }, null, null],
    ['part of a word is none', { title: 'Google and the dockland dog' }, null, null],
    ['nothing at all', {}, null, null],
  ])('%s', (_, story, section, keyword) => {
    expect(assignSection(aStory(story), sections)).toMatchObject({ section, keyword })
  })

  test('more evidence fits better, at most 1; none fits nothing', () => {
    const once = assignSection(aStory({ title: 'Docker' }), sections).fit
    const often = assignSection(aStory({ title: 'Docker and Kubernetes', text: 'docker docker docker' }), sections).fit
    expect(once).toBeLessThan(often)
    expect(often).toBe(1)
    expect(assignSection(aStory({ title: 'A dog' }), sections).fit).toBe(0)
  })
})

describe('by source', () => {
  test("the source's section goes before the words", () => {
    const story = aStory({ title: 'Docker', sourceSections: ['security'] })
    expect(assignSection(story, sections)).toEqual({ section: 'Security', by: 'source', fit: 0.5, keyword: null })
  })

  test('a section that only the source names stands', () => {
    expect(assignSection(aStory({ sourceSections: ['Cats'] }), sections).section).toBe('Cats')
  })
})

const filler = 'The harbour was closed for eleven years, and nobody thought that a ship would come back to it again.'
const zhFiller = '港口关了十一年，镇上没有人相信还会有船回来，直到去年冬天的那个早晨。'

describe('by density and position', () => {
  test.each([
    [
      'two mentions at the end of a long text',
      { title: 'A report', text: `${filler.repeat(30)} It ran in docker, and docker was slow.` },
    ],
    [
      'two mentions in a long Chinese text',
      { title: '一份记录', text: `${zhFiller.repeat(40)}附言：本站换了 docker，docker 的镜像小了一半。` },
    ],
    ['a word of the title that a long text never says', { title: 'Docker', text: filler.repeat(30) }],
  ])('%s put a story into no section', (_, story) => {
    expect(assignSection(aStory(story), sections)).toEqual({ section: null, by: 'none', fit: 0, keyword: null })
  })

  test.each([
    [
      'English',
      Array.from({ length: 12 }, (_, i) => `${filler} Container ${i} ran in docker on kubernetes.`).join('\n'),
    ],
    ['Chinese', Array.from({ length: 12 }, (_, i) => `${zhFiller}第 ${i} 个容器跑在 kubernetes 上。`).join('\n')],
  ])('mentions all over a long text put it into one: %s', (_, text) => {
    expect(assignSection(aStory({ title: 'A report', text }), sections).section).toBe('容器')
  })

  test('a version right behind a word does not hide it', () => {
    expect(assignSection(aStory({ title: 'Kubernetes1.5下的网络' }), sections).section).toBe('容器')
  })

  test('a choice shows the words, where they stand and how often', () => {
    const story = aStory({ title: 'Docker for all', text: 'Docker was slow. Then kubernetes was fast.' })
    expect(assignSection(story, sections).evidence).toEqual([
      { word: 'docker', place: 'title', mentions: 1 },
      { word: 'kubernetes', place: 'beginning', mentions: 1 },
    ])
  })
})

describe("a digest's instalments", () => {
  const items = [filler, 'A zero day was found in a lamp.', filler, 'TypeScript 2.1 is out.', filler]
    .join('\n\n')
    .repeat(4)

  test.each(['周刊（第 208 期）：Docker 的问题', 'Harbour weekly #12: TypeScript 2.1 is out', '港口周报 | CVE 又来了'])(
    'do not wander by what one of them is called: %s',
    title => {
      expect(assignSection(aStory({ title, text: items }), sections).section).toBeNull()
    },
  )

  test('stay in the section that their series is named after', () => {
    const title = 'Kubernetes weekly #12: a lamp'
    const text = 'Kubernetes 1.5 is out. A kubernetes cluster in docker. The kubernetes books of the year.'
    expect(assignSection(aStory({ title, text }), sections).section).toBe('容器')
  })
})

describe('by the archive', () => {
  const modelOf = (odds: Readonly<Record<string, number>>): SectionModel => ({
    weigh: () => new Map(Object.entries(odds)),
  })
  const story = aStory({ title: 'A report', text: 'It says nothing that a word of ours would match.' })

  test.each([
    ['sure', { 容器: 6 }, '容器'],
    ['unsure', { 容器: 3 }, null],
    ['torn between two', { 容器: 6, Security: 5 }, null],
  ])('when it is %s', (_, odds, section) => {
    expect(assignSection(story, sections, modelOf(odds)).section).toBe(section)
  })

  test('never for a digest', () => {
    const digest = { ...story, title: 'Harbour weekly #12' }
    expect(assignSection(digest, sections, modelOf({ 容器: 9 })).section).toBeNull()
  })
})
