// The pages of the curator's posts.
import { readCopied, stampOf } from '../files/copied-file.ts'
import type { PlannedFile } from '../files/site-file.ts'
import { describePage, jsonLd, renderPage } from '../site/page.ts'
import type { Press } from '../site/press.ts'
import type { ArchivedPost } from '../site/publications.ts'
import { cardUrlIn, pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import type { PostView } from './post-view.ts'

/** Plans the pages of posts, which come newest first, and the files beside them. `withoutCard`: folders of those whose card could not be drawn. */
export function planPosts(
  { site, templates, plan, planPlain }: Press<'posts'>,
  posts: readonly ArchivedPost[],
  withoutCard?: ReadonlySet<string>,
): PlannedFile[] {
  return posts.flatMap(({ view, fingerprint, post }, index) => {
    const [newer, older] = [posts[index - 1] ?? null, posts[index + 1] ?? null]
    const neighbours = [newer, older].map(next => next && [next.view.path, next.view.title])
    const { own, parts } = describePage(site, withoutCard, view.path, [fingerprint, neighbours])
    return [
      ...post.files.map(({ path, from }) => planPlain(path, stampOf(from), () => readCopied(from))),
      plan(`${view.path}index.html`, parts, () =>
        renderPostPage(own, view, { newer: newer?.view ?? null, older: older?.view ?? null }, templates),
      ),
    ]
  })
}

/** Writes the page of one post, with links to its neighbours in time. */
function renderPostPage(
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
