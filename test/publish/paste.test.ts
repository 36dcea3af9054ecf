// The editions to paste: what the editor of WeChat keeps, whole and nothing else; looked at by another parser and by a real clipboard.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5'
import { afterAll, describe, expect, test } from 'vitest'
import { correctIssue } from '../../src/core/edits.ts'
import type { Instant, Issue } from '../../src/core/types.ts'
import { viewIssue } from '../../src/publish/issue-view.ts'
import { isSameAddress, isWeChatLink, openPasteNotes } from '../../src/publish/paste/paste-notes.ts'
import { renderPasteFragment } from '../../src/publish/paste/paste-pages.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import { closeBrowser, withPage } from '../browser.ts'
import { aChineseStory, anIssue, aSite, aStory, hostileTitles, manyStories, shippedTemplates } from './issues.ts'

afterAll(closeBrowser)

type Element = DefaultTreeAdapterTypes.Element
function elementsOf(html: string): readonly Element[] {
  const walk = (node: DefaultTreeAdapterTypes.Node): Element[] => [
    ...('tagName' in node ? [node] : []),
    ...('childNodes' in node ? node.childNodes.flatMap(walk) : []),
  ]
  return walk(html.startsWith('<!doctype') ? parse(html) : parseFragment(html))
}
const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find(each => each.name === name)?.value

const note = [
  '**要点**：第一行',
  '接着的[容器](https://a.example/x?a=1&b=2)，还有[同一处](https://a.example/x?a=1&b=2)和[公众号](https://mp.weixin.qq.com/s/abc)，见 <https://plain.example/>。',
  '',
  '- **标签**：文字',
  '  - 里层 `a  b`',
  '    1. 更里层',
  '- 二',
  '',
  '1. one',
  '',
  '> 引文',
  '',
  '```',
  'if (a < b)',
  '\treturn  1',
  '```',
].join('\n')
const issue = anIssue([
  { title: '容器', stories: [aChineseStory({ note, markdown: ['note'] }), aStory({ id: 'b' })] },
  { title: 'Titles', stories: hostileTitles.map((title, index) => aStory({ id: `h${index}`, title })) },
])
const site = aSite({ language: 'zh-CN' })
const fragmentOf = (each: Parameters<typeof viewIssue>[1], kind: 'wechat' | 'bare' = 'wechat') =>
  renderPasteFragment(site, viewIssue(site, each, site.language), kind, shippedTemplates)

describe('the edition for WeChat', () => {
  const html = fragmentOf(issue)
  const elements = elementsOf(html)

  test('has no class, id, style sheet, script or picture, a style of its own with a colour on each element', () => {
    const strange = elements.filter(
      element =>
        element.attrs.some(({ name }) => name !== 'style' && !(name === 'href' && element.tagName === 'a')) ||
        !/^(h2|h3|p|ul|ol|li|section|blockquote|pre|code|strong|em|a|sup|br)$/.test(element.tagName) ||
        (element.tagName !== 'br' && !/(^|;)color:#/.test(attribute(element, 'style') ?? '')),
    )
    expect(strange.map(({ tagName, attrs }) => [tagName, attrs])).toEqual([])
    expect(html).not.toMatch(/var\(|url\(|\n/)
  })

  test('keeps links to WeChat alone; all others are numbered notes, each address once', () => {
    const links = elements.filter(({ tagName }) => tagName === 'a').map(element => attribute(element, 'href'))
    expect(links).toEqual(['https://mp.weixin.qq.com/s/abc'])
    const [number] = /容器<sup[^>]*>\[(\d+)\]<\/sup>/.exec(html)?.slice(1) ?? []
    expect(html).toMatch(new RegExp(`同一处<sup[^>]*>\\[${number}\\]`))
    expect(html).toContain(`[${number}] 容器: https://a.example/x?a=1&amp;b=2</p>`)
    expect(html.split('https://a.example/x?a=1&amp;b=2')).toHaveLength(2)
    // Words that are an address say it themselves.
    expect(html).toMatch(/见 https:\/\/plain\.example\/。/)
    expect(html.split('https://plain.example/')).toHaveLength(2)
    expect(html).toContain('引用链接')
  })

  test('has one section in each item, and no list within a list', () => {
    const items = elements.filter(({ tagName }) => tagName === 'li')
    expect(items.map(item => item.childNodes.map(child => child.nodeName))).toEqual(items.map(() => ['section']))
    expect(html).not.toMatch(/<li(?:(?!<\/li>).)*<[uo]l/)
    expect(html).toMatch(/<section[^>]*>• 里层 <code/)
    expect(html).toMatch(/<section[^>]*>1\. 更里层/)
  })

  test('begins and ends with an empty paragraph without height', () => {
    const edges = parseFragment(html).childNodes.filter(node => 'tagName' in node)
    for (const edge of [edges[0], edges.at(-1)]) {
      expect(edge).toMatchObject({ tagName: 'p', childNodes: [] })
      expect(edge && attribute(edge, 'style')).toContain('height:0')
    }
  })

  test('writes code with breaks and hard blanks, and no line end between Han characters', () => {
    expect(html).toContain('if&nbsp;(a&nbsp;&lt;&nbsp;b)<br>&nbsp;&nbsp;&nbsp;&nbsp;return&nbsp;&nbsp;1</code></pre>')
    expect(html).toMatch(/第一行接着的/)
  })

  test('twenty stories are below 100 KB', () => {
    expect(Buffer.byteLength(fragmentOf(anIssue([{ title: 'All', stories: manyStories(20) }])))).toBeLessThan(100_000)
  })
})

test('notes are numbered as they are asked for, and only the very host is WeChat', () => {
  const notes = openPasteNotes()
  expect(['a', 'b', 'a', 'c'].map(url => notes.numberOf(url, `words of ${url}`))).toEqual([1, 2, 1, 3])
  expect(notes.list().map(({ title }) => title)).toEqual(['words of a', 'words of b', 'words of c'])
  expect(
    [
      'https://mp.weixin.qq.com/s/x',
      'https://mp.weixin.qq.com.evil.example/',
      'javascript:0//mp.weixin.qq.com',
      'x',
    ].map(isWeChatLink),
  ).toEqual([true, false, false, false])
})

test.each([
  ['https://a.example/x', 'https://a.example/x', true],
  ['https://a.example', 'https://a.example/', true],
  ['https://例子.example/中文', 'https://xn--fsqu00a.example/%E4%B8%AD%E6%96%87', true],
  ['https://a.example/x', 'https://a.example/y', false],
  ['例子', 'https://例子.example/', false],
  ['https://', 'https://a.example/', false],
  ['see: this', 'not an address', false],
])('the words %j are the address %j: %j', (words, url, isSame) => {
  expect(isSameAddress(words, url)).toBe(isSame)
})

test('the bare edition is semantic and has no style', () => {
  const elements = elementsOf(fragmentOf(issue, 'bare'))
  const names = new Set(elements.flatMap(({ attrs }) => attrs.map(({ name }) => name)))
  expect([...names].filter(name => !['href', 'lang', 'dir', 'start'].includes(name))).toEqual([])
  expect(elements.filter(({ tagName }) => /^(table|style|script)$/.test(tagName))).toEqual([])
})

describe('on the site', () => {
  const files = (hasPaste: boolean, issues: readonly Issue[] = [issue]) =>
    new Map(
      renderSite(aSite({ language: 'zh-CN', ...(hasPaste && { hasPaste }) }), issues, [], shippedTemplates).map(
        ({ path, content }) => [path, content.toString()] as const,
      ),
    )

  test('they stand beside the others where they are switched on, and change nothing else', () => {
    const [on, off] = [files(true), files(false)]
    const added = [...on.keys()].filter(path => !off.has(path)).map(path => path.replace(/-[0-9a-f]+\.js/, '.js'))
    expect(added.toSorted()).toEqual([
      'issues/2016-W49/issue.bare.html',
      'issues/2016-W49/issue.wechat.html',
      'paste.js',
    ])
    for (const [path, content] of off) expect(on.get(path)).toBe(content)
  })

  test('what was taken back is in none of them but as a mark, and an issue that was taken back has none', () => {
    const takeBack = (storyId: string) =>
      correctIssue(issue, [], [{ storyId, reason: '数据有误', madeAt: '2016-12-12T03:00:00.000Z' as Instant }])
    const [first] = issue.sections[0]?.stories ?? []
    for (const kind of ['wechat', 'bare'] as const) {
      expect(fragmentOf(issue, kind)).toContain('分布式存储')
      expect(fragmentOf(takeBack(first?.id ?? ''), kind)).not.toContain('分布式存储')
      expect(fragmentOf(takeBack(first?.id ?? ''), kind)).toContain('数据有误')
    }
    expect([...files(true, [takeBack('')]).keys()].filter(path => /issue\.(wechat|bare)/.test(path))).toEqual([])
  })
})

test('a browser copies it as HTML and as text, under the policy of the site, and selects it by hand', async () => {
  const files = renderSite({ ...site, hasPaste: true }, [issue], [], shippedTemplates)
  const page = String(files.find(({ path }) => path.endsWith('issue.wechat.html'))?.content)
  expect(
    elementsOf(page).flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'class' || name === 'id')),
  ).toEqual([])
  const policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'"
  const server = createServer(({ url }, response) => {
    const isScript = url?.endsWith('.js') === true
    response.setHeader('Content-Security-Policy', policy)
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(isScript ? shippedTemplates.render('paste.js', {}) : page)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    await withPage({}, async tab => {
      await tab.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address })
      await tab.goto(address)
      await tab.click('button[data-act=copy]')
      await tab.waitForFunction(() => document.querySelector('output')?.textContent !== '')
      expect(await tab.textContent('output')).toContain('已复制')
      const copied = await tab.evaluate(async () => {
        const [item] = await navigator.clipboard.read()
        const read = async (type: string) => (await item?.getType(type))?.text() ?? ''
        return { html: await read('text/html'), text: await read('text/plain') }
      })
      const visible = (html: string) =>
        elementsOf(html).filter(({ tagName }) => !/^(html|head|body|meta)$/.test(tagName))
      expect(visible(copied.html).map(({ tagName }) => tagName)).toEqual(
        visible(fragmentOf(issue)).map(({ tagName }) => tagName),
      )
      expect(copied.html).toContain('color:')
      expect(copied.text).toContain('引用链接')
      expect(copied.text).not.toContain('粘贴到公众号')
      await tab.click('button[data-act=select]')
      expect(await tab.evaluate(() => getSelection()?.toString() ?? '')).toContain('引用链接')
    })
  } finally {
    server.close()
  }
})
