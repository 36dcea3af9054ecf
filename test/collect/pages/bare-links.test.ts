// Cards whose only link has no text, and groups of links that are no list of articles.
import { describe, expect, test } from 'vitest'
import { readPageList } from '../../../src/collect/pages/page-list.ts'

const listOf = (body: string) =>
  readPageList(
    new TextEncoder().encode(`<!doctype html><title>News</title><body>${body}</body>`),
    { url: 'https://site.example/news/' },
    null,
  ).items.map(({ title, url, publishedAt }) => [title, url, publishedAt?.slice(0, 10) ?? null])
const headlines = [
  'First long headline about containers',
  '第二篇关于集群调度的长标题文章',
  'Third long headline about storage',
  'Fourth long headline about consensus',
]
const expected = headlines.map((title, at) => [title, `https://site.example/posts/${at}/`, `2026-11-${20 - at}`])
const cards = (card: (title: string, url: string, date: string) => string): string =>
  `<nav><a href="/about">About</a></nav><main>${headlines.map((title, at) => `<article class="entry">${card(title, `/posts/${at}/`, `<span class="meta">2026-11-${20 - at}</span>`)}</article>`).join('')}</main>`

describe('the link of a card', () => {
  test.each<[string, (title: string, url: string, date: string) => string]>([
    [
      'lies over it and is empty',
      (title, url, date) =>
        `<header><h2>${title}</h2></header><p>Some words about it.</p><footer>${date}</footer><a class="entry-link" aria-label="post link to ${title}" href="${url}"></a>`,
    ],
    [
      'lies over it without a label',
      (title, url, date) => `<a class="stretched-link" href="${url}"></a><h3>${title}</h3>${date}`,
    ],
    [
      'is empty, beside the topic and the author',
      (title, url, date) =>
        `<a href="${url}"></a><a href="/topics/news">Containers and clusters</a><h2>${title}</h2>${date}<a href="/people/ann">Ann Example</a>`,
    ],
    ['is its picture', (title, url, date) => `<a href="${url}"><img src="a.png" alt=""></a><h2>${title}</h2>${date}`],
    [
      'is its picture, which has the title',
      (title, url, date) => `<a href="${url}"><picture><img src="a.png" alt="${title}"></picture></a>${date}`,
    ],
    [
      'is its picture, with the title in no heading',
      (title, url, date) => `<a href="${url}"><img src="a.png"></a><div>${title}</div>${date}`,
    ],
    [
      'is an icon',
      (title, url, date) => `<h2>${title}</h2>${date}<a href="${url}" title="Open"><svg><path d="M0 0"/></svg></a>`,
    ],
    ['is an arrow', (title, url, date) => `<h2>${title}</h2>${date}<a href="${url}">→</a>`],
    ['is called by its label alone', (title, url, date) => `<a href="${url}" aria-label="${title}"></a>${date}`],
    [
      'is linked from picture and heading',
      (title, url, date) =>
        `<a href="${url}"><img src="a.png" alt=""></a><h2><a href="${url}">${title}</a></h2>${date}`,
    ],
  ])('%s', (_name, card) => {
    expect(listOf(cards(card))).toEqual(expected)
  })
})

describe('no list of articles', () => {
  const links = (names: readonly string[]): string =>
    names.map((name, at) => `<li><a href="/x/${at}">${name}</a></li>`).join('')
  test.each([
    [
      'a menu',
      `<div class="top"><ul>${links(['Home', 'Products', 'Pricing', 'Documentation', 'About us', 'Contact'])}</ul></div>`,
    ],
    ['a Chinese menu', `<ul>${links(['首页', '产品', '价格', '文档', '关于我们', '联系我们'])}</ul>`],
    [
      'a breadcrumb',
      `<ol class="breadcrumb">${links(['Home', 'Engineering', 'Articles about containers and clusters'])}</ol>`,
    ],
    [
      'a cloud of tags',
      `<div class="tag-cloud">${['containers', 'clusters', 'storage', 'networking', 'security', 'scheduling'].map(tag => `<a href="/tags/${tag}">${tag}</a> `).join('')}</div>`,
    ],
    [
      'a pagination',
      `<div class="pagination">${[1, 2, 3, 4, 5].map(page => `<a href="/page/${page}">${page}</a>`).join('')}<a href="/page/2">Next page of older articles</a></div>`,
    ],
    [
      'icons of networks',
      `<div>${['Twitter', 'GitHub', 'Mastodon', 'RSS'].map(name => `<a href="https://${name.toLowerCase()}.example/" aria-label="${name}"><svg/></a>`).join('')}</div>`,
    ],
    [
      'logos of partners',
      `<div>${['Acme', 'Globex', 'Initech', 'Umbrella'].map(name => `<a href="https://${name.toLowerCase()}.example/"><img alt="${name}" src="x.png"></a>`).join('')}</div>`,
    ],
  ])('is %s', (_name, body) => {
    expect(() => listOf(body)).toThrow('No list of articles')
  })
})
