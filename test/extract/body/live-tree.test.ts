// The document that Readability works on: it finds in it what it finds in a whole DOM, and what it moves stays in order.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { LiveDocument, LiveElement } from '../../../src/extract/body/live-tree.ts'
import { preparePage, writePage } from '../../../src/extract/body/prepare.ts'
import { readReadable } from '../../../src/extract/body/readable.ts'
import { type Markup, parseMarkup } from '../../../src/formats/markup.ts'
import { compileSelector, findElements } from '../../../src/formats/select.ts'

const pages = join(import.meta.dirname, '../../fixtures/pages')
const files = readdirSync(pages).filter(name => name.endsWith('.html'))
const anything = compileSelector('*')

const documentOf = (html: string): LiveDocument => new LiveDocument('', parseMarkup(html).root().contents().get())

/** The elements in order, and all that is said. */
const outlineOf = ($: Markup | null): unknown =>
  $ && { elements: findElements($, anything).map(({ name }) => name), text: $.root().text().replace(/\s+/g, ' ') }

const readAsWhole = (html: string): Markup | null => {
  const { document } = parseHTML(html) as { readonly document: ConstructorParameters<typeof Readability>[0] }
  const content = new Readability(document, { keepClasses: true, disableJSONLD: true }).parse()?.content
  return typeof content !== 'string' ? null : parseMarkup(content)
}

test.each(files)('%s: Readability finds what it finds in the DOM of linkedom', file => {
  const $ = parseMarkup(`<html>${readFileSync(join(pages, file), 'utf8')}</html>`)
  const title = preparePage($)
  const found = readReadable($, title)
  expect(outlineOf(found?.() ?? null)).toEqual(outlineOf(readAsWhole(writePage($, title))))
})

test('text on both sides of what is no text is one text', () => {
  const { body } = documentOf('<p>one <!-- no text -->two</p>')
  expect(body.firstElementChild?.childNodes.map(node => node.textContent)).toEqual(['one two'])
})

test('what is moved, replaced and taken out changes lists and texts all the way up', () => {
  const { body } = documentOf('<div><p>a</p><p>b</p></div><ul><li>c</li></ul>')
  const [box, list] = body.children
  const [first, second] = box?.children ?? []
  expect([body.textContent, box?.textContent]).toEqual(['abc', 'ab'])
  if (!box || !list || !first || !second) throw new Error('the page was not read')
  list.appendChild(first)
  expect([body.textContent, box.textContent, list.textContent]).toEqual(['bca', 'b', 'ca'])
  expect(list.children.map(({ tagName }) => tagName)).toEqual(['LI', 'P'])
  body.replaceChild(second, box)
  expect([body.textContent, body.children.map(({ tagName }) => tagName)]).toEqual(['bca', ['P', 'UL']])
  first.remove()
  expect([body.textContent, first.parentNode, list.lastChild?.textContent]).toEqual(['bc', null, 'c'])
})

test('a page is given back as it was when it was asked for, each time anew', () => {
  const { body } = documentOf('<p class="a">one</p>')
  const paragraph = (): LiveElement => body.firstElementChild ?? new LiveElement(body.ownerDocument, 'none', {})
  const kept = body.innerHTML
  for (const word of ['b', 'c']) {
    paragraph().className = word
    paragraph().appendChild(body.ownerDocument.createTextNode('!'))
    expect([paragraph().className, body.textContent]).toEqual([word, 'one!'])
    body.innerHTML = kept
    expect([paragraph().className, body.textContent]).toEqual(['a', 'one'])
  }
})

test('attributes are taken from one element to another and not shared', () => {
  const { body } = documentOf('<img src="/a.png" style="display: none; color: red" hidden>')
  const picture = body.firstElementChild
  const other = body.ownerDocument.createElement('IMG')
  for (const attribute of picture?.attributes ?? []) other.setAttributeNode(attribute.cloneNode())
  other.setAttribute('src', '/b.png')
  other.removeAttribute('hidden')
  expect(picture?.attributes.map(({ name, value }) => [name, value])).toEqual([
    ['src', '/a.png'],
    ['style', 'display: none; color: red'],
    ['hidden', ''],
  ])
  expect([other.src, other.hasAttribute('hidden'), other.style?.display]).toEqual(['/b.png', false, 'none'])
})

test('no node of the page itself is changed', () => {
  const $ = parseMarkup(`<div class="post">${'<p>A sentence, and one more, of an article.</p>'.repeat(20)}</div>`)
  const before = $.html()
  expect(readReadable($, 'A title')?.().root().text()).toContain('A sentence')
  expect($.html()).toBe(before)
})
