// The page of one post of the curator's.
import { jsonLd, renderPage } from '../site/pages.ts'
import { cardUrlIn, pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import type { PostView } from './post-view.ts'

/** Writes the page of one post, with links to its neighbours in time. */
export function renderPostPage(
  site: SiteDescription,
  post: PostView,
  neighbours: { readonly older: PostView | null; readonly newer: PostView | null },
  templates: Templates,
): string {
  const link = (view: PostView | null): { path: string; title: string } | null =>
    view && { path: pathIn(site, view.path), title: view.title }
  const older = link(neighbours.older)
  const newer = link(neighbours.newer)
  return renderPage(site, site.language, templates, 'post.html', {
    head: {
      title: post.title,
      description: post.description,
      canonical: post.canonical,
      kind: 'article',
      jsonLd: jsonLd({
        '@type': 'BlogPosting',
        headline: post.title,
        url: post.url,
        mainEntityOfPage: post.canonical,
        datePublished: post.publishedAt,
        ...(post.updatedAt === post.publishedAt ? {} : { dateModified: post.updatedAt }),
        inLanguage: post.language ?? site.language,
        author: { '@type': 'Person', name: post.author },
        isPartOf: { '@type': 'Blog', name: site.title, url: urlIn(site, '') },
        ...(post.tags.length === 0 ? {} : { keywords: post.tags.map(({ title }) => title) }),
      }),
      card: cardUrlIn(site, post.path),
      previous: older?.path ?? null,
      next: newer?.path ?? null,
    },
    post,
    tags: post.tags.map(tag => ({ ...tag, path: pathIn(site, tag.path) })),
    older,
    newer,
  })
}
