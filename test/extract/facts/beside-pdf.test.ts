// The PDF beside an article: by the habits of hosts, by what the page states, by links; never by asking.
import { expect, test } from 'vitest'
import type { SafeHtml } from '../../../src/core/types.ts'
import { findBesidePdf, type PageWithArticle } from '../../../src/extract/facts/beside-pdf.ts'

const find = (url: string, fields: { body?: string; html?: string; linkedPdf?: string } = {}) =>
  findBesidePdf({
    url,
    body: Buffer.from(fields.body ?? ''),
    html: (fields.html ?? '') as SafeHtml,
    linkedPdf: fields.linkedPdf ?? null,
  } satisfies PageWithArticle)

test.each([
  ['https://arxiv.org/abs/1611.01234v2', 'https://arxiv.org/pdf/1611.01234v2'],
  ['https://arxiv.org/abs/1611.01234', 'https://arxiv.org/pdf/1611.01234'],
  ['https://export.arxiv.org/abs/cs.DC/0612345', 'https://export.arxiv.org/pdf/cs.DC/0612345'],
  ['https://arxiv.org/html/2403.00001', 'https://arxiv.org/pdf/2403.00001'],
  ['https://openreview.net/forum?id=B1-Hhnslg&noteId=x', 'https://openreview.net/pdf?id=B1-Hhnslg'],
  [
    'https://www.biorxiv.org/content/10.1101/2020.01.30.927871v1.full',
    'https://www.biorxiv.org/content/10.1101/2020.01.30.927871v1.full.pdf',
  ],
  [
    'https://www.medrxiv.org/content/10.1101/2020.01.30.927871v1',
    'https://www.medrxiv.org/content/10.1101/2020.01.30.927871v1.full.pdf',
  ],
  ['https://hal.science/hal-01234567', 'https://hal.science/hal-01234567/document'],
  ['https://inria.hal.science/hal-01234567v2', 'https://inria.hal.science/hal-01234567v2/document'],
  [
    'https://proceedings.mlr.press/v70/arjovsky17a.html',
    'https://proceedings.mlr.press/v70/arjovsky17a/arjovsky17a.pdf',
  ],
  [
    'https://papers.nips.cc/paper_files/paper/2017/hash/3f5ee243547dee91fbd053c1c4a845aa-Abstract.html',
    'https://papers.nips.cc/paper_files/paper/2017/file/3f5ee243547dee91fbd053c1c4a845aa-Paper.pdf',
  ],
  [
    'https://proceedings.neurips.cc/paper_files/paper/2023/hash/00b67df24009747e8bbed4c2c6f9c825-Abstract-Conference.html',
    'https://proceedings.neurips.cc/paper_files/paper/2023/file/00b67df24009747e8bbed4c2c6f9c825-Paper-Conference.pdf',
  ],
  ['https://aclanthology.org/P16-1162/', 'https://aclanthology.org/P16-1162.pdf'],
  ['https://aclanthology.org/2020.acl-main.1/', 'https://aclanthology.org/2020.acl-main.1.pdf'],
  ['https://dl.acm.org/doi/10.1145/3132747.3132763', 'https://dl.acm.org/doi/pdf/10.1145/3132747.3132763'],
  ['https://eprint.iacr.org/2016/1013', 'https://eprint.iacr.org/2016/1013.pdf'],
  [
    'https://openaccess.thecvf.com/content/CVPR2021/html/Author_Title_CVPR_2021_paper.html',
    'https://openaccess.thecvf.com/content/CVPR2021/papers/Author_Title_CVPR_2021_paper.pdf',
  ],
  ['https://arxiv.org/list/cs.DC/recent', null],
  ['https://openreview.net/forum', null],
  ['https://aclanthology.org/events/acl-2020/', null],
  ['https://notarxiv.org/abs/1611.01234', null],
  ['https://a.example/abs/1611.01234', null],
])('%s', (url, expected) => {
  expect(find(url)).toBe(expected)
})

test.each([
  [
    'citation_pdf_url',
    '<meta name="citation_pdf_url" content="https://x.example/paper.pdf">',
    'https://x.example/paper.pdf',
  ],
  [
    'citation_pdf_url, attributes the other way round, relative',
    `<META content='/stamp/7.pdf' NAME='citation_pdf_url'>`,
    'https://a.example/stamp/7.pdf',
  ],
  [
    'an alternate of the type',
    '<link rel="alternate" type="application/pdf" href="/pdf/7">',
    'https://a.example/pdf/7',
  ],
  ['nothing where a style sheet has the word in its name', '<link rel="stylesheet" href="/pdf-viewer.css">', null],
  ['nothing where the statement is no address', '<meta name="citation_pdf_url" content="javascript:alert(1)">', null],
])('a page states its PDF by %s', (_name, body, expected) => {
  expect(find('https://a.example/document/7', { body })).toBe(expected)
})

test.each([
  [
    'the paper before the slides',
    'https://www.usenix.org/conference/osdi16/technical-sessions/presentation/someone',
    '<a href="/sites/default/files/osdi16_slides_someone.pdf">Slides PDF</a> <a href="https://www.usenix.org/system/files/conference/osdi16/osdi16-someone.pdf" type="application/pdf; length=12">Someone PDF</a>',
    'https://www.usenix.org/system/files/conference/osdi16/osdi16-someone.pdf',
  ],
  [
    'the slides where there is nothing else',
    'https://www.usenix.org/conference/lisa16/conference-program/presentation/someone',
    '<a href="/sites/default/files/sponsor.pdf">Our sponsor</a><a href="/sites/default/files/lisa16_slides.pdf">View the slides</a>',
    'https://www.usenix.org/sites/default/files/lisa16_slides.pdf',
  ],
  [
    'the download of a talk',
    'https://speakerdeck.com/someone/walls-between-containers',
    '<a class="btn" title="Download PDF" href="https://files.speakerdeck.com/presentations/0a1b/walls.pdf"><svg></svg></a>',
    'https://files.speakerdeck.com/presentations/0a1b/walls.pdf',
  ],
  [
    'nothing outside the article on other hosts',
    'https://a.example/shop',
    '<a href="/terms.pdf">Terms as PDF</a>',
    null,
  ],
])('pages of talks: %s', (_name, url, body, expected) => {
  expect(find(url, { body })).toBe(expected)
})

const link = (href: string, text: string) => `<p><a href="${href}">${text}</a></p>`

test.each([
  [
    'the only paper that the article links to',
    link('https://arxiv.org/abs/1611.01234', 'a study'),
    'https://arxiv.org/pdf/1611.01234',
  ],
  [
    'of several papers the one that is called so',
    link('https://arxiv.org/abs/1611.1111', 'this') + link('https://arxiv.org/abs/1611.2222', 'the paper'),
    'https://arxiv.org/pdf/1611.2222',
  ],
  [
    'none of several papers that are cited',
    link('https://arxiv.org/abs/1611.1111', 'this') + link('https://arxiv.org/abs/1611.2222', 'that'),
    null,
  ],
])('an article about a paper: %s', (_name, html, expected) => {
  expect(find('https://a.example/notes', { html })).toBe(expected)
})

test('a PDF that the article links to is preferred to a paper that it cites', () => {
  const html = link('https://arxiv.org/abs/1611.01234', 'a study')
  expect(find('https://a.example/notes', { html, linkedPdf: 'https://a.example/own.pdf' })).toBe(
    'https://a.example/own.pdf',
  )
})

test('a page that is its own PDF has none beside it', () => {
  expect(find('https://arxiv.org/pdf/1611.01234')).toBeNull()
})
