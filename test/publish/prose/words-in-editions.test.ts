import { strFromU8, unzipSync } from 'fflate'
import { simpleParser } from 'mailparser'
import { describe, expect, test } from 'vitest'
import type { Issue } from '../../../src/core/types.ts'
import { renderEpub } from '../../../src/publish/epub.ts'
import { viewIssue, viewIssueHead } from '../../../src/publish/issue-view.ts'
import { renderMail } from '../../../src/publish/mail/email.ts'
import { renderSite } from '../../../src/publish/site/site-in-memory.ts'
import { renderIssueMarkdown, renderIssueText } from '../../../src/publish/text-editions.ts'
import { aChineseStory, anIssue, aSite, aStory, mailFor, shippedTemplates } from '../issues.ts'

const site = aSite({ language: 'zh-CN' })
const written = aChineseStory({
  summary: '> Infinit 提供了**分布式存储：**没有单点。\n\n另见[论文](https://blog.example/paper)。',
  points: ['基于软件：`iSCSI` 和 [NFS](https://nfs.example/)', '*可伸缩*'],
  note: '值得读：\n\n1. 先看架构\n2. 再看代码\n\n```go\nfunc main() {\n\tprintln("<b>")\n}\n```',
  markdown: ['summary', 'points', 'note'],
})
const issue: Issue = anIssue([{ title: '容器', stories: [written, aStory()] }], {
  foreword: '上周去了**西雅图，**见[这里](https://kube.example/con)。',
  markup: 'markdown',
})
const fileOf = (path: string): string => {
  const file = renderSite(site, [issue], [], shippedTemplates).find(each => each.path === path)
  return String(file?.content)
}

describe('words in Markdown', () => {
  test('stand on the page as plain semantic HTML', () => {
    const page = fileOf('issues/2016-W49/index.html')
    expect(page).toContain('<p class="meta">题记</p>')
    expect(page).toContain(
      '<p lang="zh" dir="auto">上周去了<strong>西雅图，</strong>见<a href="https://kube.example/con">这里</a>。</p>',
    )
    expect(page).toContain(
      '<blockquote>\n<p lang="zh" dir="auto">Infinit 提供了<strong>分布式存储：</strong>没有单点。</p>\n</blockquote>',
    )
    expect(page).toContain('<li dir="auto">基于软件：<code>iSCSI</code> 和 <a href="https://nfs.example/">NFS</a></li>')
    expect(page).toContain('<pre tabindex="0"><code>func main() {\n\tprintln(&quot;&lt;b&gt;&quot;)\n}</code></pre>')
  })

  test('stand in the feed as the same HTML, with whole addresses', () => {
    const feed = JSON.parse(fileOf('feed.json')) as { items: { content_html: string }[] }
    const html = feed.items[0]?.content_html ?? ''
    expect(html).toContain('<p><strong>题记</strong></p>')
    expect(html).toContain('<strong>西雅图，</strong>')
    expect(html).toContain('<blockquote>\n<p lang="zh" dir="auto">Infinit')
    expect(html).not.toMatch(/style=|tabindex|class=/)
  })

  test('stand in the mail with styles of their own, and in its text as words with addresses', async () => {
    const { html, text, subject } = mailFor(renderMail(site, issue, 'zh-CN', shippedTemplates))
    expect(html).toContain('<blockquote class="r" style="')
    expect(html).toContain('<a href="https://kube.example/con" style="color:#0b4f8a">这里</a>')
    expect(text).toContain('题记\n\n上周去了西雅图，见这里 <https://kube.example/con>。')
    expect(text).toContain('> Infinit 提供了分布式存储：没有单点。\n\n另见论文 <https://blog.example/paper>。')
    expect(text).toContain('* 基于软件：iSCSI 和 NFS <https://nfs.example/>\n* 可伸缩\n')
    expect(text).toContain('> 值得读：\n>\n> 1. 先看架构\n> 2. 再看代码\n>\n>     func main() {')
    expect(`${subject}${text}`).not.toMatch(/\*\*|\]\(/)
    const parsed = await simpleParser(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`)
    expect(parsed.text).toContain('上周去了西雅图，见这里')
  })

  test('stand in the text edition, in the Markdown edition and in the book', () => {
    const view = viewIssue(site, issue, 'zh-CN')
    expect(renderIssueText(site, view)).toContain('题记\n\n上周去了西雅图，见这里 <https://kube.example/con>。')
    expect(renderIssueMarkdown(site, view)).toContain(
      '> Infinit 提供了**分布式存储：**没有单点。\n\n另见[论文](<https://blog.example/paper>)。',
    )
    expect(renderIssueMarkdown(site, view)).toContain('> 1. 先看架构\n> 2. 再看代码\n>\n> ```\n> func main() {')
    const book = Object.entries(unzipSync(renderEpub(site, view, shippedTemplates)))
      .map(([, file]) => strFromU8(file))
      .join('')
    expect(book).toContain('<blockquote>\n<p xml:lang="zh" lang="zh" dir="auto">Infinit')
  })

  test('are words alone where an edition has no room for more', () => {
    const view = viewIssue(site, issue, 'zh-CN')
    expect(view.stories[0]).toMatchObject({
      summary: 'Infinit 提供了分布式存储：没有单点。 另见论文。',
      points: ['基于软件：iSCSI 和 NFS', '可伸缩'],
    })
    expect(viewIssueHead(site, issue, 'zh-CN')).toMatchObject({
      opening: { text: '题记：上周去了西雅图，见这里。', language: 'zh' },
      first: { summary: 'Infinit 提供了分布式存储：没有单点。 另见论文。' },
    })
  })

  test('without their mark are plain, signs and all', () => {
    const plain = { ...written, markdown: [] }
    const view = viewIssue(site, anIssue([{ title: '容器', stories: [plain] }], { foreword: '**一**' }), 'zh-CN')
    expect(view.prose.foreword).toBeNull()
    expect(view.foreword[0]?.text).toBe('**一**')
    expect(view.stories[0]?.points[1]).toBe('*可伸缩*')
  })
})

describe('the foreword', () => {
  test('opens what the index says of its issue', () => {
    const index = fileOf('index.html')
    expect(index).toContain('<div class="teaser"><p lang="zh" dir="auto">题记：上周去了西雅图，见这里。</p></div>')
    expect(index.indexOf('题记：')).toBeLessThan(index.indexOf('<strong>Docker收购Infinit'))
  })

  test.each([
    ['题记：已经写了。', 'zh-CN', null],
    ['**Foreword:** as it was.', 'zh-CN', null],
    ['Forewords are short.', 'en', 'Foreword'],
    ['', 'en', null],
  ] as const)('%j is labelled once', (foreword, language, label) => {
    const own = anIssue([{ title: 'A', stories: [aStory()] }], { foreword, markup: 'markdown' })
    expect(viewIssue(site, own, language).forewordLabel).toBe(label)
  })
})

test('an escape within Markdown makes no mark of a mail', () => {
  const sly = aStory({
    note: 'a @\\@/SECTION@&#64; b @\\@UNSUBSCRIBE_URL@\\@',
    summary: '*@\\@/SECTION@\\@*',
    markdown: ['note', 'summary'],
  })
  const honest = aStory({ note: 'a', summary: 'b' })
  const count = (story: typeof sly, part: 'html' | 'text'): number =>
    renderMail(site, anIssue([{ title: 'A', stories: [story] }]), 'en', shippedTemplates)[part].match(
      /@@(?=\/?(?:SECTION|UNSUBSCRIBE_URL))/g,
    )?.length ?? 0
  expect(count(sly, 'html')).toBe(count(honest, 'html'))
  expect(count(sly, 'text')).toBe(count(honest, 'text'))
})
