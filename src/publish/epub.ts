// An issue as an EPUB 3 book (https://www.w3.org/TR/epub-33/).
import { wordsOf } from '../core/words/words.ts'
import type { IssueView } from './issue-view.ts'
import { packZip } from './files/pack.ts'
import { idIn } from './identity.ts'
import { cleanLine } from './plain-text.ts'
import type { SiteDescription } from './site-urls.ts'
import type { Templates } from './template.ts'
import { escapeXml } from './feeds/xml.ts'

/** A content document of the book. */
interface Chapter {
  /** Id in the manifest, and the file's name without its end. */
  readonly id: string
  readonly title: string
  readonly xhtml: string
  readonly stories: readonly { readonly id: string; readonly title: string }[]
}

const container = `<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>
`

/** Writes the book: one chapter for the foreword and one for each section, and a cover, a PNG, where there is one. The same issue gives the same bytes. Throws TEMPLATE_FAILED. */
export function renderEpub(
  site: SiteDescription,
  issue: IssueView,
  templates: Templates,
  cover: Uint8Array | null = null,
): Uint8Array {
  const chapters = renderChapters(site, issue, templates)
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'META-INF/container.xml': container,
    'book/package.opf': renderPackage(site, issue, chapters, cover !== null),
    ...(cover ? { 'book/cover.png': cover } : {}),
    'book/nav.xhtml': renderNavigation(site, issue, chapters),
    'book/style.css': templates.render('epub.css', {}),
    ...Object.fromEntries(chapters.map(({ id, xhtml }) => [`book/${id}.xhtml`, xhtml])),
  }
  // Readers know the format by its first bytes: the type comes first and is not compressed (OCF §4.3).
  return packZip(['mimetype', 'application/epub+zip'], files)
}

function renderChapters(site: SiteDescription, issue: IssueView, templates: Templates): readonly Chapter[] {
  const words = wordsOf(site.language)
  const make = (id: string, title: string, stories: Chapter['stories'], scope: object): Chapter => {
    const shared = { title, words, language: site.language, site: { title: cleanLine(site.title) }, issue }
    return { id, title, stories, xhtml: templates.render('epub-chapter.html', { ...shared, ...scope }).trimStart() }
  }
  const opening = make('opening', issue.title, [], { section: null })
  return [
    opening,
    ...issue.sections.map((section, index) => {
      const stories = section.stories.map((story, place) => ({ ...story, id: `story-${index + 1}-${place + 1}` }))
      return make(`section-${index + 1}`, section.title, stories, { section: { ...section, stories } })
    }),
  ]
}

function renderPackage(
  site: SiteDescription,
  issue: IssueView,
  chapters: readonly Chapter[],
  hasCover: boolean,
): string {
  const modified = `${issue.updatedAt.slice(0, 19)}Z`
  return `<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="${wordsOf(site.language).lang}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">${escapeXml(idIn(site, issue.path))}</dc:identifier>
<dc:title>${escapeXml(issue.title)}</dc:title>
<dc:language>${wordsOf(site.language).lang}</dc:language>
<dc:creator>${escapeXml(cleanLine(site.author.name))}</dc:creator>
<dc:publisher>${escapeXml(cleanLine(site.title))}</dc:publisher>
<dc:date>${issue.isoDate}</dc:date>
<meta property="dcterms:modified">${modified}</meta>${hasCover ? '\n<meta name="cover" content="cover"/>' : ''}
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>${hasCover ? '\n<item id="cover" href="cover.png" media-type="image/png" properties="cover-image"/>' : ''}
${chapters.map(({ id }) => `<item id="${id}" href="${id}.xhtml" media-type="application/xhtml+xml"/>`).join('\n')}
</manifest>
<spine>
${chapters.map(({ id }) => `<itemref idref="${id}"/>`).join('\n')}
</spine>
</package>
`
}

function renderNavigation(site: SiteDescription, issue: IssueView, chapters: readonly Chapter[]): string {
  const { contents, lang } = wordsOf(site.language)
  const link = (href: string, title: string): string => `<a href="${href}">${escapeXml(title)}</a>`
  const entryOf = ({ id, title, stories }: Chapter): string => {
    const inside = stories.map(story => `<li>${link(`${id}.xhtml#${story.id}`, story.title)}</li>`).join('\n')
    return `<li>${link(`${id}.xhtml`, title)}${inside === '' ? '' : `\n<ol>\n${inside}\n</ol>`}</li>`
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="${lang}" lang="${lang}">
<head><title>${escapeXml(issue.title)}</title><link rel="stylesheet" href="style.css"/></head>
<body>
<nav epub:type="toc" id="toc"><h1>${escapeXml(contents)}</h1>
<ol>
${chapters.map(entryOf).join('\n')}
</ol>
</nav>
</body>
</html>
`
}
