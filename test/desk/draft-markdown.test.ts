import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWeeklyError } from '../../src/core/errors.ts'
import { renderDraftMarkdown } from '../../src/desk/draft-markdown.ts'
import { describeIssue, type StoryText } from '../../src/desk/draft-text.ts'
import { parseDraftMarkdown } from '../../src/desk/parse-draft.ts'
import { anIssue, aStory } from '../publish/issues.ts'
import { aBlock, aText, hostileText, outside } from './draft-texts.ts'

const full: fc.Arbitrary<Omit<StoryText, 'link'>> = fc.record({
  title: hostileText,
  summary: hostileText,
  points: fc.array(hostileText, { maxLength: 4 }),
  note: hostileText,
  about: hostileText,
  conflict: fc.constant(null),
})
const blocks = fc.array(full, { maxLength: 4 })
const anyText = fc
  .record({
    foreword: hostileText,
    titles: fc.uniqueArray(hostileText, { maxLength: 3 }),
    stories: fc.array(blocks, { minLength: 3, maxLength: 3 }),
    held: blocks,
    leftOut: blocks,
    state: fc.constantFrom('draft', 'approved', 'held'),
  })
  .map(({ foreword, titles, stories, held, leftOut, state }) => {
    const link = (part: string) => (block: Omit<StoryText, 'link'>, index: number) => ({
      ...block,
      link: `https://a.example/${part}/${index}?q=(x)]`,
    })
    return aText({
      state,
      foreword,
      sections: titles.map((title, index) => ({ title, stories: (stories[index] ?? []).map(link(`s${index}`)) })),
      held: held.map(link('held')),
      leftOut: leftOut.map(link('out')).map(outside),
    })
  })
/** The program's remarks are not read back. */
const withoutRemarks = (text: ReturnType<typeof aText>) =>
  JSON.parse(JSON.stringify(text, (name, value: unknown) => (name === 'about' ? '' : value))) as unknown

describe('the text of a draft', () => {
  test('comes back exactly, whatever is written in it', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom('en', 'zh-CN'), (text, language) => {
        expect(parseDraftMarkdown(renderDraftMarkdown(text, language)).text).toEqual(withoutRemarks(text))
      }),
      { numRuns: 400 },
    )
  })

  test('comes back from an editor that writes CRLF, a byte order mark, and cuts blanks off the ends of lines', () => {
    fc.assert(
      fc.property(anyText, text => {
        const saved = `\ufeff${renderDraftMarkdown(text, 'en').replace(/ +$/gm, '').replaceAll('\n', '\r\n')}\r\n\r\n`
        expect(parseDraftMarkdown(saved).text).toEqual(withoutRemarks(text))
      }),
    )
  })

  test('a title of 10,000 signs comes back, and anything at all is read or refused with its line', () => {
    const title = '[*#<!-- ]('.repeat(1_000)
    const text = aText({ sections: [{ title: 'Containers', stories: [aBlock({ title })] }] })
    expect(parseDraftMarkdown(renderDraftMarkdown(text, 'en')).text).toEqual(text)
    fc.assert(
      fc.property(hostileText, fc.nat(400), (rubbish, at) => {
        const whole = renderDraftMarkdown(aText(), 'en')
        try {
          parseDraftMarkdown(whole.slice(0, at) + rubbish + whole.slice(at))
        } catch (error) {
          expect(isWeeklyError(error) && /^line \d+: /.test(error.message)).toBe(true)
        }
      }),
    )
  })

  test('is short and explains itself', () => {
    const text = aText({
      foreword: '这一周在西雅图。',
      sections: [
        {
          title: 'Containers',
          stories: [aBlock({ about: 'a.example · 3 min · 2 sources', note: 'Read this.\n\nTwice.' })],
        },
        { title: 'Empty', stories: [] },
      ],
      leftOut: [
        outside(aBlock({ link: 'https://a.example/two', title: 'Two [draft]', about: 'its source already has 3' })),
      ],
    })
    expect(renderDraftMarkdown(text, 'zh-CN')).toMatchInlineSnapshot(`
      "---
      week: 2016-W49
      state: draft
      base: b0
      ---
      <!-- 标题、摘要、要点（-）和编者按（>）可任意修改。移动一段即移动该文章，删去一段即剔除该文章。题记和这些文字可用 Markdown（链接、强调、代码、列表、引用）；摘要里的列表和引用写作 \\- 和 \\>。 -->
      <!-- 从“未选入”上移即选入，下移到“留到下期”即放到下一期。另起一行 ## 可新设栏目；链接和原有栏目名请勿改动。 -->
      <!-- state 可为 draft、approved、held。\`weekly issue add URL\` 添加文章，\`weekly issue restore URL\` 撤销对它的修改。state 下的 split: URL 把一篇报道拆成独立的文章，join: URL URL 把几篇合为一篇。 -->

      # 题记

      这一周在西雅图。

      # 本期内容

      ## Containers

      ### [One](https://a.example/one)
      <!-- · a.example · 3 min · 2 sources -->

      What it says.

      - A point.

      > Read this.
      >
      > Twice.

      ## Empty

      # 留到下期

      # 未选入

      ### [Two \\[draft\\]](https://a.example/two)
      <!-- · its source already has 3 -->
      "
    `)
  })
})

const replaced = (from: string | RegExp, to: string): string => {
  const text = aText({
    sections: [
      { title: 'Containers', stories: [aBlock({ about: 'x' }), aBlock({ link: 'https://a.example/two', about: 'y' })] },
    ],
  })
  const markdown = renderDraftMarkdown(text, 'en')
  expect(markdown).toMatch(from)
  return markdown.replace(from, to)
}

describe('what can no longer be read is refused with its line', () => {
  test.each([
    ['front matter without an end', /\n---\n/, '\n', /^line 1: the front matter is missing or has no end/],
    ['an unknown line of front matter', 'state: draft', 'stat: draft', /^line 3: "stat: draft" is no part/],
    ['an unknown state', 'state: draft', 'state: ready', /^line 3: "ready" is no state/],
    ['a week that is none', 'week: 2016-W49', 'week: 2016-W60', /^line 2: "2016-W60" is no week/],
    ['a deleted heading', /### \[One\].*two\)\n/, '', /^line 23: the heading of this story, .* is gone/],
    ['a heading without its link', '(https://a.example/two)', '', /^line 23: this is no heading of a story/],
    [
      'two stories with one link',
      'https://a.example/two',
      'https://www.a.example/one/',
      /^line 23: .* stands here and in line 16/,
    ],
    ['an unknown part', '# Foreword', '# Preface', /^line 10: there is no part "Preface"/],
    [
      'a section among what is left out',
      '# Left out',
      '# Left out\n## Containers',
      /the section "Containers" stands outside/,
    ],
    [
      'a section twice',
      '# Held',
      '## Containers\n\n# Held',
      /the section "Containers" stands here for the second time/,
    ],
    [
      'text behind the points',
      '- A point.\n',
      '- A point.\n\nAnd more.\n',
      /^line 23: this text stands behind the points/,
    ],
    ['an open conflict', '# Foreword', '<<<<<<< yours', /two versions wait for a decision/],
  ])('%s', (_name, from, to, message) => {
    expect(() => parseDraftMarkdown(replaced(from, to))).toThrow(message)
  })

  test.each([
    ['an empty file', ''],
    ['a file of blank lines', '\n\n\n'],
  ])('%s', (_name, markdown) => {
    expect(() => parseDraftMarkdown(markdown)).toThrow(/^line 1: the text is empty/)
  })
})

test('a deleted heading is seen where blocks have no words', () => {
  const leftOut = ['one', 'two'].map(name => outside(aBlock({ link: `https://a.example/out/${name}`, about: name })))
  const markdown = renderDraftMarkdown(aText({ leftOut }), 'en').replace(/^### .*two\)\n/m, '')
  expect(() => parseDraftMarkdown(markdown)).toThrow('the heading of this story')
})

describe('what a person writes is understood', () => {
  test('and so is what a formatter adds: a blank line below each heading', () => {
    const text = aText({ sections: [{ title: 'Containers', stories: [aBlock({ about: 'x' })] }] })
    const formatted = renderDraftMarkdown(text, 'en').replace(/^(###.*)$/gm, '$1\n')
    expect(parseDraftMarkdown(formatted).text.sections[0]?.stories).toEqual([aBlock()])
  })

  test('wrapped lines, other signs for points, quotations apart, comments of their own', () => {
    const markdown = replaced(
      /What it says\.\n\n- A point\.\n/,
      'What it\nsays.\n\n<!-- mine\n## not a section\n-->\n* A\n  point.\n+ Another\n> A note\nthat goes on.\n\n> Its second part.\n',
    )
    expect(parseDraftMarkdown(markdown).text.sections[0]?.stories[0]).toEqual(
      aBlock({
        summary: 'What it\nsays.',
        points: ['A point.', 'Another'],
        note: 'A note\nthat goes on.\n\nIts second part.',
      }),
    )
  })
})

describe('the curator’s words are Markdown', () => {
  const write = (words: string) => {
    const whole = replaced('What it says.\n\n- A point.\n', `${words}\n`)
    const story = parseDraftMarkdown(whole).text.sections[0]?.stories[0]
    return { summary: story?.summary, points: story?.points, note: story?.note }
  }

  test.each([
    [
      'signs stay as they are written',
      '**重点：**后文\n\n- `a` [b](https://b.example/)\n\n> *c* \\*d\\*',
      {
        summary: '**重点：**后文',
        points: ['`a` [b](https://b.example/)'],
        note: '*c* \\*d\\*',
      },
    ],
    [
      'a summary may quote and list',
      '\\> 引用\n\n\\- 一\n\\- 二\n\n- 要点',
      { summary: '> 引用\n\n- 一\n- 二', points: ['要点'], note: '' },
    ],
    [
      'code in a summary is no part of the draft',
      '```sh\n# a\n- b\n<!-- c -->\n> d\n```',
      { summary: '```sh\n# a\n- b\n<!-- c -->\n> d\n```', points: [], note: '' },
    ],
    [
      'nor is code in a note, with its blanks',
      '> ```\n> # a\n>   b\n> ```\n> - c',
      { summary: '', points: [], note: '```\n# a\n  b\n```\n- c' },
    ],
    ['a quotation in a note', '> 编者按\n>\n> > 引用', { summary: '', points: [], note: '编者按\n\n> 引用' }],
    [
      'a reference of the curator’s stays one',
      'a &#42;b&#42; &amp;',
      { summary: 'a &#42;b&#42; &amp;', points: [], note: '' },
    ],
  ])('%s', (_name, words, fields) => {
    expect(write(words)).toEqual(fields)
  })

  test('code in the foreword may hold what looks like a heading; left open it swallows nothing', () => {
    const foreword = '```sh\n# no part\n## no section\n```'
    expect(parseDraftMarkdown(replaced('# Foreword\n', `# Foreword\n\n${foreword}\n`)).text.foreword).toBe(foreword)
    const open = parseDraftMarkdown(replaced('# Foreword\n', '# Foreword\n\n```\nopen\n'))
    expect(open.text).toMatchObject({
      foreword: '```\nopen',
      sections: [{ stories: [{ title: 'One' }, { title: 'One' }] }],
    })
    expect(() => parseDraftMarkdown(replaced('# Foreword\n', '# Foreword\n\n```\n# open\n'))).toThrow(
      'there is no part "open"',
    )
  })
})

test('what is said of a story is said in the language of the editors, whichever was asked for first', () => {
  const issue = anIssue([{ title: 'A', stories: [aStory({ readingMinutes: 7 })] }])
  const aboutIn = (language: 'en' | 'zh-CN') => describeIssue(issue, language).sections[0]?.stories[0]?.about ?? ''
  for (const language of ['zh-CN', 'en', 'zh-CN'] as const)
    expect(aboutIn(language)).toContain(` · ${language === 'en' ? '7 min' : '7 分钟'}`)
})
