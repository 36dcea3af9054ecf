// Reads the curator's own posts and words about the list from the content folder and renders them. It is
// looked at again at every publishing: what has changed is seen at the next tick, and what has not is kept.
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseIsoInstant } from '../core/clock.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { CivilDate, Instant, StageNote } from '../core/types.ts'
import { instantOfCivil } from '../core/week.ts'
import { aboutPath, type FoundPosts, type Post, postPath } from '../publish/posts/post.ts'
import type { SiteDescription } from '../publish/site-urls.ts'
import { type KeptPosts, keepPosts } from './keep-posts.ts'
import { contentError, guessSlugs, nameOf, type PostSource, readAboutFile } from '../publish/posts/post-file.ts'
import type { ToldLink } from './post-targets.ts'
import type { RenderedPost } from './render-post.ts'

/** The content folder, and what is known of its texts. */
export interface PostsFolder {
  /** A folder that is not there holds no posts. */
  readonly folder: string
  readonly site: SiteDescription
  /** Notes the SHA-256 of each published text by its slug, and answers since when those that were corrected have read as they do. */
  readonly noteTexts: (texts: ReadonlyMap<string, string>, now: Instant) => Promise<ReadonlyMap<string, Instant>>
}

/** Looks at the folder, as often as it is called; posts that have not changed meanwhile are not rendered again. */
export function openPosts(place: PostsFolder): (now: Instant) => Promise<FoundPosts> {
  const kept = keepPosts()
  return now => readPosts(place, now, kept)
}

/** The one file that is no post but the text of the page about the list; only right in the folder. */
const ABOUT_FILE = 'about.md'

/** A file that is no post yet, and why. */
interface BrokenFile {
  readonly file: string
  readonly error: WeeklyError
}

/**
 * All posts whose time has come at `now`, newest first. What is wrong with a file is a note and concerns that file alone. Throws
 * FILE_UNREADABLE when the folder cannot be listed.
 */
async function readPosts({ folder, site, noteTexts }: PostsFolder, now: Instant, kept: KeptPosts): Promise<FoundPosts> {
  const root = resolve(folder)
  const broken: BrokenFile[] = []
  const attempt = <Result>(file: string, work: () => Result): Result[] => {
    try {
      return [work()]
    } catch (error) {
      if (!isWeeklyError(error)) throw error
      broken.push({ file, error })
      return []
    }
  }
  const owners = new Map<string, PostSource>()
  const aboutFile = join(root, ABOUT_FILE)
  const files = listMarkdown(root)
  const [aboutSource] = files
    .filter(file => file === aboutFile)
    .flatMap(file => attempt(file, () => readAboutFile(file)))
  const written = files
    .filter(file => file !== aboutFile)
    .flatMap(file => attempt(file, () => kept.read(file)))
    .flatMap(source => attempt(source.file, () => claimSlug(owners, source)))
    .filter(({ fields }) => !fields.draft)
    .map(source => ({ source, publishedAt: instantOf(source.fields.date, site.timezone) }))
  const due = written.filter(({ publishedAt }) => publishedAt <= now)
  const place = { folder: root, site, pages: new Map(due.map(({ source: { file, pagePath } }) => [file, pagePath])) }
  place.pages.set(aboutFile, aboutPath)
  // Markdown and its colours take a tenth of a second to load: not before there is something to render.
  const renderer = due.length > 0 || aboutSource ? await import('./render-post.ts') : null
  const rendered = due.flatMap(({ source, publishedAt }) => {
    if (renderer === null) return []
    const make = (): RenderedPost => renderer.renderPost(source, publishedAt, place)
    return attempt(source.file, () => ({ source, ...kept.render(source, place.pages, make) }))
  })
  const [about = null] =
    renderer === null || !aboutSource ? [] : attempt(aboutFile, () => renderer.renderAbout(aboutSource, place))
  const corrected = await noteTexts(new Map(rendered.map(({ source }) => [source.slug, source.textSha256])), now)
  const posts = rendered.map(({ source, post }): Post => {
    const told = source.fields.updated === undefined ? null : instantOf(source.fields.updated, site.timezone)
    return { ...post, updatedAt: decideUpdatedAt(post.publishedAt, told, corrected.get(post.slug) ?? null, now) }
  })
  const coming = written.filter(({ publishedAt }) => publishedAt > now)
  return {
    posts: posts.toSorted((a, b) => compare(b.publishedAt, a.publishedAt) || compare(a.slug, b.slug)),
    about,
    notes: [
      ...broken.map(noteOfBroken),
      ...rendered.flatMap(({ told }) => told.map(noteOfLink)),
      ...coming.map(noteOfComing),
    ],
    keptFolders: broken.flatMap(({ file }) => (file === aboutFile ? [aboutPath] : guessSlugs(file).map(postPath))),
  }
}

/** A day of the front matter begins in the zone of the list. */
function instantOf(date: string, timezone: string): Instant {
  return parseIsoInstant(date) ?? instantOfCivil(date as CivilDate, '00:00', timezone)
}

/** What the front matter tells goes before what was seen, once its time has come; nothing is corrected before it comes out. */
function decideUpdatedAt(publishedAt: Instant, told: Instant | null, seen: Instant | null, now: Instant): Instant {
  const updatedAt = told !== null && told <= now ? told : seen
  return updatedAt !== null && updatedAt > publishedAt ? updatedAt : publishedAt
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Markdown files of the folder and those below it, in the order of their paths; hidden ones are left alone. */
function listMarkdown(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.md$/i.test(path) && !/(^|[/\\])[._]/.test(path))
      .toSorted()
      .map(path => join(folder, path))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new WeeklyError('FILE_UNREADABLE', `the folder ${folder} of posts cannot be read`, {
      hint: 'Check its rights, or name another folder as `content` in weekly.yaml.',
      cause,
    })
  }
}

/** A slug belongs to the first file that asks for it. Throws CONTENT_INVALID for a later one. */
function claimSlug(owners: Map<string, PostSource>, source: PostSource): PostSource {
  // Some disks do not tell capitals apart.
  const key = source.slug.toLowerCase()
  const owner = owners.get(key)
  if (owner)
    throw contentError(
      source.placeOf('slug'),
      `the slug "${source.slug}" is taken by ${owner.name}`,
      'Set another `slug:`; an address names one post.',
    )
  owners.set(key, source)
  return source
}

/** The first place is the note's subject, `content/post.md:3:1`; of further ones in the file line and column are enough. */
function noteOfBroken({ file, error: { code, message, hint } }: BrokenFile): StageNote {
  const [, subject = '', problems = ''] = /^(.+?:\d+:\d+): (.*)$/s.exec(message) ?? []
  return { level: 'failed', subject, code, message: problems.replaceAll(`\n${nameOf(file)}:`, '; '), hint }
}

function noteOfLink({ place, message }: ToldLink): StageNote {
  return { level: 'note', subject: place, code: null, message, hint: 'Write the whole address of the page meant.' }
}

function noteOfComing({ source, publishedAt }: { source: PostSource; publishedAt: Instant }): StageNote {
  return { level: 'note', subject: source.name, code: null, message: `comes out at ${publishedAt}`, hint: null }
}
