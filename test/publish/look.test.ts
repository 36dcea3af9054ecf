// The editions in a real browser: nothing for axe to find, nothing to scroll sideways, in light and dark, on a phone and a desk.
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { renderConfirmation, renderMail } from '../../src/publish/mail/email.ts'
import { renderReaderPage } from '../../src/publish/site/reader-page.ts'
import { renderMarkdown } from '../../src/publish/posts/markdown.ts'
import type { Post } from '../../src/publish/posts/post.ts'
import { renderSite } from '../../src/publish/site/site-in-memory.ts'
import { closeBrowser, withPage } from '../browser.ts'
import type { CivilDate, Instant } from '../../src/core/types.ts'
import { anIssue, aSite, aStory, goldenIssues, mailFor, shippedTemplates } from './issues.ts'

afterAll(closeBrowser)

const css = ['style.css', 'post.css'].map(name => shippedTemplates.render(name, {})).join('\n')
const { site, issue } = goldenIssues['mixed'] ?? expect.fail('no mixed issue')
const hostile = goldenIssues['hostile'] ?? expect.fail('no hostile issue')

const code = `// A line that is wider than a telephone, so that the block must scroll and not the page around it.
type Lease struct { Until time.Time \`json:"until"\` } // 0x1f, true
func (l *Lease) Valid() bool { return len(l.id) > 0 && l.ok == true }`
const rendered = renderMarkdown(
  `题记。A note[^1] with \`code\`.\n\n[TOC]\n\n## 一 One\n\n### Two\n\n\`\`\`go\n${code}\n\`\`\`\n\n\`\`\`diff\n- old\n+ new\n\`\`\`\n
\`\`\`yaml\nkey: [1, true] # comment\n\`\`\`\n\n\`\`\`css\n.a #b { color: red }\n\`\`\`\n\n|Left|Right|Another column that is wide|\n|-|-:|-|\n|1|2|${'wide '.repeat(9)}|\n
![A chart](https://a.example/b.png "Caption | Credit")\n\n> Quoted.\n\n[^1]: The note.\n`,
  {
    resolveLink: target => target,
    resolvePicture: url => ({ url, isRemote: true, size: null }),
    words: { contents: 'Contents', footnotes: 'Footnotes', backToText: 'Back', picture: 'picture' },
    takenIds: [],
  },
)
const post: Post = {
  ...{ slug: 'leases', title: '租约 On leases', date: '2016-12-09' as CivilDate, language: 'zh', tags: ['Raft'] },
  ...{ publishedAt: '2016-12-09T00:00:00.000Z' as Instant, updatedAt: '2016-12-19T00:00:00.000Z' as Instant },
  ...{ description: null, author: null, canonical: null },
  ...{ html: rendered.html, intro: rendered.intro, readingMinutes: 3, files: [] },
}

function sitePage(path: string, of = { site, issue }): string {
  return (
    renderSite(of.site, [of.issue], [], shippedTemplates, [post, { ...post, slug: 'go', title: 'Go' }])
      .find(file => file.path === path)
      ?.content.toString() ?? ''
  )
}

/** Two stories of one title, each with a note. */
const alike = {
  site,
  issue: anIssue([{ title: 'Clouds', stories: ['a', 'b'].map(id => aStory({ id, title: 'One', note: 'Read it.' })) }]),
}

/** The HTML of a mail as a reader gets it, in the language of the site. */
function mailOf(of: typeof hostile): string {
  return mailFor(renderMail(of.site, of.issue, of.site.language, shippedTemplates)).html
}

const pages: Readonly<Record<string, string>> = {
  index: sitePage('index.html'),
  issue: sitePage('issues/2016-W49/index.html'),
  post: sitePage('posts/leases/index.html'),
  section: sitePage('sections/容器-containers/index.html'),
  sources: sitePage('sources/index.html'),
  tags: sitePage('tags/index.html'),
  tag: sitePage('tags/raft/index.html'),
  search: sitePage('search/index.html'),
  'about page': sitePage('about/index.html'),
  'not found page': sitePage('404.html'),
  'hostile issue': sitePage('issues/2016-W49/index.html', hostile),
  'issue of stories alike': sitePage('issues/2016-W49/index.html', alike),
  mail: mailOf({ site: aSite(), issue }),
  'long mail': mailOf(goldenIssues['sixty-items'] ?? expect.fail('no long issue')),
  'hostile mail': mailOf(hostile),
  'confirmation mail': renderConfirmation(aSite(), { language: 'en' }, shippedTemplates).html,
  'subscribe page': renderReaderPage(aSite(), 'subscribe', { problem: 'That is no address.' }, shippedTemplates),
  'preferences page': renderReaderPage(
    aSite(),
    'preferences',
    {
      unsubscribeAction: '/u',
      isSaved: true,
      email: 'ann@example.org',
      sections: [
        { title: '容器', isOn: true },
        { title: 'Clouds', isOn: false },
      ],
    },
    shippedTemplates,
  ),
}

/** Opens HTML at an address of its own; the style sheet is ours, everything else is refused and noted. */
async function open(page: Page, html: string): Promise<string[]> {
  const asked: string[] = []
  await page.route('**/*', route => {
    const { pathname } = new URL(route.request().url())
    if (pathname === '/page') return route.fulfill({ contentType: 'text/html', body: html })
    if (/\/search-\w+\.js$/.test(pathname)) return route.fulfill({ contentType: 'text/javascript', body: '' })
    if (/\/(?:style|post)\.css$/.test(pathname)) return route.fulfill({ contentType: 'text/css', body: css })
    asked.push(route.request().url())
    return route.abort()
  })
  await page.goto('http://weekly.test/page')
  return asked
}

/** Each width and each scheme once: no rule of the style sheet asks for both together. */
const looks = [
  [375, 'light'],
  [1280, 'dark'],
] as const

/** What axe objects to, one line a rule, in light on a phone and in dark on a desk. */
async function findViolations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const [width, colorScheme] of looks) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    for (const { id, nodes } of violations)
      found.push(`${width} ${colorScheme} ${id}: ${nodes.map(node => node.html).join(' ')}`)
  }
  return found
}

test.each([
  'index',
  'issue',
  'issue of stories alike',
  'post',
  'section',
  'sources',
  'tags',
  'tag',
  'search',
  'about page',
  'not found page',
  'mail',
  'long mail',
  'hostile mail',
  'confirmation mail',
  'subscribe page',
  'preferences page',
])('axe finds nothing in the %s, in light on a phone and in dark on a desk', async name => {
  await withPage({}, async page => {
    await open(page, pages[name] ?? '')
    expect(await findViolations(page)).toEqual([])
  })
})

test.each(Object.entries(pages))(
  'the %s does not scroll sideways at 320 px, and asks for nothing but its style sheet',
  async (_name, html) => {
    await withPage({ viewport: { width: 320, height: 700 } }, async page => {
      const asked = await open(page, html)
      const overhangPx = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overhangPx).toBeLessThanOrEqual(0)
      expect(asked).toEqual([])
    })
  },
)

test('on a phone the Chinese menu is one line, and what wraps below a name begins at the edge', async () => {
  await withPage({ viewport: { width: 375, height: 900 } }, async page => {
    await open(page, pages['about page'] ?? '')
    const lefts = await page.evaluate<readonly number[]>(
      "[...document.querySelectorAll('.list li')].flatMap(li => [...li.children].flatMap(part => [...part.getClientRects()].slice(-1).map(rect => rect.left - li.getBoundingClientRect().left))).filter(left => left < 20)",
    )
    expect(lefts.every(left => left === 0)).toBe(true)
    await page.evaluate(
      "document.querySelector('nav').innerHTML = '全部各期 栏目 搜索 RSS 邮件订阅 关于'.split(' ').map(word => `<a href=#>${word}</a>`).join('')",
    )
    const tops = await page.evaluate<readonly number[]>(
      "[...document.querySelectorAll('nav:first-of-type a')].map(link => link.offsetTop)",
    )
    expect(new Set(tops).size).toBe(1)
  })
})

test.each([320, 375])('no line begins with the dot between two words on a phone of %i px', async width => {
  await withPage({ viewport: { width, height: 900 } }, async page => {
    for (const name of ['index', 'issue', 'hostile issue', 'post', 'section', 'tag', 'about page']) {
      await open(page, pages[name] ?? '')
      const found = await page.evaluate<readonly string[]>(`[...document.querySelectorAll('p')].flatMap(paragraph => {
        const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
        const left = paragraph.getBoundingClientRect().left
        const range = document.createRange()
        const found = []
        for (let text; (text = texts.nextNode()); )
          for (let at = text.data.indexOf('·'); at >= 0; at = text.data.indexOf('·', at + 1)) {
            range.setStart(text, at)
            range.setEnd(text, at + 1)
            const dot = range.getBoundingClientRect()
            if (dot.width > 0 && dot.left - left < 8) found.push(paragraph.textContent)
          }
        return found
      })`)
      expect(found, name).toEqual([])
    }
  })
})

test('on a phone the links of menus and lists are 44 px high for a thumb', async () => {
  await withPage({ viewport: { width: 375, height: 900 } }, async page => {
    for (const name of ['index', 'section', 'sources', 'tags', 'tag', 'about page']) {
      await open(page, pages[name] ?? '')
      const heights = await page.evaluate<readonly number[]>(
        "[...document.querySelectorAll('header a, .pager a, .list a, body > footer > p a')].map(link => link.getBoundingClientRect().height)",
      )
      expect(heights.length).toBeGreaterThan(8)
      expect(Math.min(...heights), name).toBeGreaterThanOrEqual(44)
    }
  })
})

test('the style sheet of every page is under 6 KB', () => {
  expect(Buffer.byteLength(shippedTemplates.render('style.css', {}))).toBeLessThan(6 * 1024)
})

test.each(['mail', 'long mail'])(
  'links of the %s that stand alone are at least 44 px high for a thumb, others 24',
  async name => {
    await withPage({ viewport: { width: 375, height: 900 } }, async page => {
      await open(page, pages[name] ?? '')
      const heights = await page.evaluate<[alone: boolean, height: number, text: string][]>(
        `[...document.querySelectorAll('a')].map(link =>
        [!link.closest('h3 + p'), link.getBoundingClientRect().height, link.textContent])`,
      )
      expect(heights.filter(([isAlone, height]) => height < (isAlone ? 44 : 24))).toEqual([])
    })
  },
)

test.each(['light', 'dark'] as const)(
  'the mail reads well without its style element under a %s scheme',
  async colorScheme => {
    await withPage({ viewport: { width: 375, height: 900 }, colorScheme }, async page => {
      await open(page, (pages['mail'] ?? '').replace(/<style>.*<\/style>/s, ''))
      const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
      expect(violations).toEqual([])
    })
  },
)

test('print opens the table of contents of a post', async () => {
  await withPage({ viewport: { width: 1280, height: 900 } }, async page => {
    await open(page, pages['post'] ?? '')
    const link = page.locator('.contents a').first()
    expect(await link.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print' })
    expect(await link.isVisible()).toBe(true)
  })
})

test('print leaves navigation and forms out and writes the address under each title', async () => {
  await withPage({ viewport: { width: 1280, height: 900 } }, async page => {
    await open(page, pages['issue'] ?? '')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('body > header').isVisible()).toBe(false)
    expect(await page.locator('body > footer').isVisible()).toBe(false)
    const shown = await page.evaluate<string>(
      "getComputedStyle(document.querySelector('.story h3 a'), '::after').content",
    )
    expect(shown).toContain('https://blog.example/docker-infinit')
  })
})
