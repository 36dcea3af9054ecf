// The PDF of an article: by the habits of hosts, by what the page states, by links named as its own; never by asking, never a cited one.
import { expect, test } from 'vitest'
import { extractArticle } from '../../../src/extract/extract-article.ts'

/** What a page in the article of which `article` stands, and `head` and `around` outside of it, says of its PDF. */
const find = (url: string, page: { head?: string; around?: string; article?: string } = {}) =>
  extractArticle(
    `<html><head><title>Walls between containers</title>${page.head ?? ''}</head><body><main><h1>Walls between containers</h1>${page.around ?? ''}<article>${prose}${page.article ?? ''}${prose}</article></main></body></html>`,
    { url },
  ).pdfUrl
const prose =
  '<p>Containers share the kernel of their host, which makes them start in milliseconds, and nobody had thought of what else they share until a clock on one of them moved all of the others.</p>'.repeat(
    3,
  )
const blog = 'https://a.example/2016/walls-between-containers/'

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
  [
    'nothing where it states several',
    '<link rel="alternate" type="application/pdf" href="/1.pdf"><link rel="alternate" type="application/pdf" href="/2.pdf">',
    null,
  ],
  ['nothing in a comment', '<!-- <meta name="citation_pdf_url" content="https://x.example/old.pdf"> -->', null],
])('a page states its PDF by %s', (_name, head, expected) => {
  expect(find('https://a.example/document/7', { head })).toBe(expected)
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
    'https://speakerdeck.com/someone/some-talk',
    '<a class="btn" title="Download PDF" href="https://files.speakerdeck.com/presentations/0a1b/walls.pdf"><svg></svg></a>',
    'https://files.speakerdeck.com/presentations/0a1b/walls.pdf',
  ],
  [
    'nothing where the only PDF is the sponsor’s',
    'https://www.usenix.org/conference/lisa16/conference-program/presentation/someone',
    '<a href="/sites/default/files/sponsor.pdf">Our sponsor</a>',
    null,
  ],
  [
    'nothing outside the article on other hosts',
    'https://a.example/shop',
    '<a href="/terms.pdf">Terms as PDF</a>',
    null,
  ],
])('pages of talks: %s', (_name, url, around, expected) => {
  expect(find(url, { around })).toBe(expected)
})

test.each([
  '<p><a href="/files/7.pdf">Download this article</a></p>',
  '<p>You may <a href="/files/7.pdf">save this post as PDF</a> for the train.</p>',
  '<a href="/files/7.pdf">PDF version (2.1 MB)</a>',
  '<p>More in the <a href="/files/7.pdf">full paper</a>.</p>',
  '<p>Here are the <a href="/files/7.pdf">slides of this talk</a>, with notes.</p>',
  '<p><a href="/files/7.pdf">Walls between containers [PDF]</a></p>',
  '<p>本文写于去年，<a href="/files/7.pdf">本文 PDF</a> 在此。</p>',
  '<p><a href="/files/7.pdf">下载本文</a></p>',
  '<p><a href="/files/7.pdf">论文全文（PDF）</a></p>',
  '<p>这里是<a href="/files/7.pdf">本次演讲的幻灯片</a>，欢迎取用。</p>',
  '<p><a href="/files/7.pdf">Download PDF</a></p>',
  '<p>Download: <a href="/files/7.pdf">PDF</a>, 12 pages | <a href="/code">code</a></p>',
  '<p><a href="/files/7.pdf">Slides</a> · <a href="https://video.example/7">Video</a></p>',
  '<p><a href="/files/7.pdf">幻灯片下载</a></p>',
  '<p>附件：<a href="/files/7.pdf">PDF</a></p>',
])('a link is named as the article’s own: %s', line => {
  expect(find(blog, { article: line })).toBe('https://a.example/files/7.pdf')
})

test('a file is the article’s own where it bears the page’s name on the same site', () => {
  const link = (host: string) =>
    `<p>There is <a href="https://${host}/files/walls-between-containers.pdf">a copy</a>.</p>`
  expect(find(blog, { article: link('files.a.example') })).toBe(
    'https://files.a.example/files/walls-between-containers.pdf',
  )
  expect(find(blog, { article: link('b.example') })).toBeNull()
})

test.each([
  '<p>As the <a href="https://foundation.example/report.pdf">report of the foundation</a> says, it grew.</p>',
  '<p>The <a href="/law.pdf">law</a> of 1911 said so, and <a href="/decree.pdf">the decree</a> too.</p>',
  '<p>Ann Lee: A study of clocks (<a href="/clocks.pdf">PDF</a>)</p>',
  '<ul><li>A study of clocks <a href="https://x.example/clocks.pdf">[PDF]</a></li><li>Sand <a href="/sand.pdf">[PDF]</a></li></ul>',
  '<p>In <a href="https://arxiv.org/abs/1611.01234">a study</a> of last year it was otherwise.</p>',
  '<p>See <a href="/their.pdf">the paper</a> by Lee and Yu for the proof.</p>',
  '<p>See <a href="/their.pdf">this paper</a> for the proof.</p>',
  '<p><a href="/one.pdf">PDF</a></p><p>And more.</p><p><a href="/two.pdf">PDF</a></p>',
  '<p><a href="https://elsewhere.example/terms.pdf">PDF</a></p>',
  '<p>法案<a href="/law.pdf">全文</a>已经公布，共有十二条。</p>',
  '<p>容器运行时地图 <a href="https://survey.example/map.pdf">PDF</a></p>',
  '<p>参见<a href="/their.pdf">这篇论文</a>。</p>',
  '<aside><a href="/other.pdf">Download this article</a></aside>',
  '<p><a href="/page.html">Download this article</a></p>',
])('what an article cites is not its own: %s', line => {
  expect(find(blog, { article: line })).toBeNull()
})

test('a page that is its own PDF has none beside it', () => {
  expect(find('https://arxiv.org/pdf/1611.01234')).toBeNull()
})
