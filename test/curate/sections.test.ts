import { describe, expect, test } from 'vitest'
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
