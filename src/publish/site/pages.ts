// The pages people read: the index, the issues, the 404 page, and the reader pages around a subscription.
import type { Cadence, InterfaceLanguage, StoriesWanted, Verdict, WeekId } from '../../core/types.ts'
import { storiesChoices } from '../../store/reader-choices.ts'
import { cutAtSentence } from '../../core/text.ts'
import { interfaceLanguages, type Words, wordsOf } from '../../core/words/words.ts'
import { indexTitle, languageName } from '../words/interface-text.ts'
import type { IssueHead, IssueView } from '../issue-view.ts'
import { cleanLine, DESCRIPTION_UNITS, languageOfScript } from '../plain-text.ts'
import type { Listing } from './publications.ts'
import { cardUrlIn, issuePath, pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'

/** Pages of the web server that a reader meets on the way into and out of the list. */
export const readerPages = [
  'subscribe',
  'check-your-mail',
  'confirm',
  'confirmed',
  'unsubscribe',
  'unsubscribed',
  'returned',
  'invalid-link',
  'preferences',
  'propose',
  'proposed',
  'feedback',
] as const

/** One of these pages. */
export type ReaderPage = (typeof readerPages)[number]

/** The form of a proposal as it was typed. */
export interface ProposalFields {
  readonly url: string
  readonly why: string
  readonly name: string
  readonly email: string
  readonly wantsThanks: boolean
}

/** The same with the mark of when it was shown, and what was wrong with the last try. */
export interface ProposalForm extends ProposalFields {
  readonly mark: string
  readonly problem: keyof Words['propose']['problems'] | null
}

/** What a reader page may be told; nothing of it is needed for pages without a form. */
export interface ReaderPageScope {
  /** Where the page's form is posted to; the subscription form when missing. */
  readonly action?: string | undefined
  /** Where the preferences page's second form, to unsubscribe, is posted to. */
  readonly unsubscribeAction?: string | undefined
  /** Where the page on having left posts that it was a mistake; no such button when missing. */
  readonly returnAction?: string | undefined
  /** Week of the latest issue, which pages without a next step lead to. */
  readonly latestWeek?: WeekId | null | undefined
  /** Paragraphs for who has just confirmed. */
  readonly welcome?: readonly string[] | undefined
  readonly email?: string | undefined
  /** Language of the page, and the one chosen in its form; the site's when missing. */
  readonly language?: InterfaceLanguage | undefined
  /** One sentence above the form: what was wrong with the last try. */
  readonly problem?: string | undefined
  readonly isSaved?: boolean | undefined
  readonly cadence?: Cadence | undefined
  readonly stories?: StoriesWanted | undefined
  /** Sections that the reader may switch off on the preferences page. */
  readonly sections?: readonly { readonly title: string; readonly isOn: boolean }[] | undefined
  /** What the form of a proposal shows. */
  readonly proposal?: ProposalForm | undefined
  /** Fields that the form of a sign-up carries along. */
  readonly hidden?: readonly { readonly name: string; readonly value: string }[] | undefined
  /** What the reader said of which issue. */
  readonly vote?: VotedIssue | undefined
}

/** An issue that a reader may vote on, and the vote as it stands. */
export interface VotedIssue {
  readonly number: number
  readonly week: WeekId
  /** No vote is taken any more. */
  readonly isOver: boolean
  readonly verdict?: Verdict | undefined
  readonly words?: string | undefined
}

/** What the head of a page says. */
export interface Head {
  readonly title: string
  readonly description: string
  /** Null for pages that belong to one reader: those are kept out of search engines. */
  readonly canonical: string | null
  readonly kind: 'website' | 'article'
  readonly jsonLd: string | null
  /** Address of the page's share card. */
  readonly card?: string | null
  readonly previous: string | null
  readonly next: string | null
}

/** How many issues and posts a page of the index lists. */
export const LISTED_PER_PAGE = 50

const noProposal: ProposalForm = { url: '', why: '', name: '', email: '', wantsThanks: false, mark: '', problem: null }

const cadences: readonly Cadence[] = ['weekly', 'monthly']

/** Writes one page of the index; `page` counts from 1, what it lists comes newest first. */
export function renderIndexPage(
  site: SiteDescription,
  listed: readonly Listing[],
  place: { readonly page: number; readonly pages: number },
  templates: Templates,
): string {
  const url = urlIn(site, indexPath(place.page))
  const years = Map.groupBy(listed, ({ isoDate }) => isoDate.slice(0, 4))
  return renderPage(site, site.language, templates, 'index.html', {
    head: {
      title: indexTitle(cleanLine(site.title), place.page, site.language),
      description: cleanLine(site.description) || cleanLine(site.title),
      canonical: url,
      kind: 'website',
      jsonLd: jsonLd({
        '@type': 'Blog',
        name: cleanLine(site.title),
        description: cleanLine(site.description),
        url,
        inLanguage: site.language,
      }),
      previous: place.page > 1 ? pathIn(site, indexPath(place.page - 1)) : null,
      next: place.page < place.pages ? pathIn(site, indexPath(place.page + 1)) : null,
    },
    years: [...years].map(([year, ofYear]) => ({ title: wordsOf(site.language).yearHeading(year), listed: ofYear })),
  })
}

/** Path of a page of the index: the front page, then `page/2/`. */
export function indexPath(page: number): string {
  return page === 1 ? '' : `page/${page}/`
}

/** The languages that an issue has a page of its own in, and the one that is shown; null: the issue as it was sealed. */
export interface IssueLanguages {
  readonly all: readonly string[]
  readonly shown: string | null
}

/** Writes the page of one issue, with links to its neighbours in time. */
export function renderIssuePage(
  site: SiteDescription,
  issue: IssueView,
  neighbours: { readonly older: IssueHead | null; readonly newer: IssueHead | null },
  templates: Templates,
  languages: IssueLanguages = { all: [], shown: null },
): string {
  const own = languages.shown === null ? issue.path : `${issue.path}${languages.shown}/`
  const link = (view: IssueHead | null): { path: string; title: string } | null =>
    view && { path: pathIn(site, view.path), title: view.title }
  const older = link(neighbours.older)
  const newer = link(neighbours.newer)
  const titles = issue.stories.map(({ title }) => title).join(' · ')
  return renderPage(site, site.language, templates, 'issue.html', {
    head: {
      title: issue.title,
      description: cutAtSentence(titles, DESCRIPTION_UNITS).text,
      canonical: urlIn(site, own),
      kind: 'article',
      jsonLd: issueJsonLd(site, issue),
      card: cardUrlIn(site, issue.path),
      previous: older?.path ?? null,
      next: newer?.path ?? null,
    },
    issue,
    folder: languages.shown === null ? '' : '../',
    isWhole: languages.shown === null,
    languages: languages.all.map(language => ({
      language,
      name: languageName(language) ?? language,
      path: pathIn(site, `${issue.path}${language}/`),
      url: urlIn(site, `${issue.path}${language}/`),
      isShown: language === languages.shown,
    })),
    wholePath: pathIn(site, issue.path),
    older,
    newer,
  })
}

/** Writes the page for addresses that lead nowhere. */
export function renderNotFoundPage(site: SiteDescription, templates: Templates): string {
  const words = wordsOf(site.language)
  const head = { ...plainHead(words.notFound), description: words.notFoundText }
  return renderPage(site, site.language, templates, 'not-found.html', { head })
}

/** Writes a reader page; its forms work without script. */
export function renderReaderPage(
  site: SiteDescription,
  kind: ReaderPage,
  scope: ReaderPageScope,
  templates: Templates,
): string {
  const language = scope.language ?? site.language
  const words = wordsOf(language)
  const titles: Readonly<Record<ReaderPage, string>> = {
    subscribe: words.subscribeTitle,
    'check-your-mail': words.checkMailTitle,
    confirm: words.confirmTitle,
    confirmed: words.confirmedTitle,
    unsubscribe: words.unsubscribeTitle,
    unsubscribed: words.unsubscribedTitle,
    returned: words.returnedTitle,
    'invalid-link': words.invalidLinkTitle,
    preferences: words.preferencesTitle,
    propose: words.propose.title,
    proposed: words.propose.doneTitle,
    feedback: words.feedback.title(scope.vote?.number ?? 0),
  }
  return renderPage(site, language, templates, 'reader-page.html', {
    head: plainHead(titles[kind]),
    kind,
    action: scope.action ?? pathIn(site, 'subscribe'),
    unsubscribeAction: scope.unsubscribeAction ?? null,
    returnAction: scope.returnAction ?? null,
    latestPath: scope.latestWeek ? pathIn(site, issuePath({ week: scope.latestWeek })) : null,
    email: scope.email ?? '',
    problem: scope.problem ?? null,
    isSaved: scope.isSaved ?? false,
    proposal: scope.proposal ?? noProposal,
    hidden: scope.hidden ?? [],
    proposePath: pathIn(site, 'propose'),
    vote: scope.vote ? { verdict: null, words: '', ...scope.vote } : null,
    issuePath: scope.vote ? pathIn(site, issuePath(scope.vote)) : null,
    welcome: scope.welcome ?? [],
    cadences: cadences.map(code => ({ code, name: words[code], isChosen: code === (scope.cadence ?? 'weekly') })),
    stories: storiesChoices.map(code => ({
      code,
      name: words.storiesChoices[code],
      isChosen: code === (scope.stories ?? 'both'),
    })),
    sections: (scope.sections ?? []).map(section => ({ ...section, language: languageOfScript(section.title) })),
    languages: interfaceLanguages().map(code => ({
      code,
      name: wordsOf(code).ownName,
      isChosen: code === language,
    })),
  })
}

function plainHead(title: string): Head {
  return { title, description: title, canonical: null, kind: 'website', jsonLd: null, previous: null, next: null }
}

/** Fills a page's template with its head and everything that all pages show. */
export function renderPage(
  site: SiteDescription,
  language: InterfaceLanguage,
  templates: Templates,
  template: string,
  scope: { readonly head: Head; readonly [name: string]: unknown },
): string {
  const at = (path: string): string => pathIn(site, path)
  return templates.render(template, {
    ...scope,
    head: { card: null, ...scope.head },
    language,
    words: wordsOf(language),
    site: {
      title: cleanLine(site.title),
      description: cleanLine(site.description),
      author: cleanLine(site.author.name),
      locale: language.replace('-', '_'),
    },
    paths: {
      home: at(''),
      css: at('style.css'),
      icon: site.icon ? at('icon-64.png') : null,
      touchIcon: site.icon ? at('icon-180.png') : null,
      postCss: at('post.css'),
      rss: at('feed.xml'),
      atom: at('atom.xml'),
      json: at('feed.json'),
      stories: at('stories.xml'),
      sections: at('sections/'),
      sources: at('sources/'),
      search: at('search/'),
      about: at('about/'),
      subscribe: site.forms === undefined ? at('subscribe') : null,
      subscribePage: formPage(site, 'subscribe'),
      propose: proposePage(site),
    },
  })
}

/** A page with a form on another server; null where the forms are here, or nowhere. */
const formPage = (site: SiteDescription, path: string): string | null =>
  site.forms === undefined || site.forms === 'none' ? null : urlIn({ ...site, url: site.forms }, path)

function proposePage(site: SiteDescription): string | null {
  if (site.takesProposals !== true) return null
  return site.forms === undefined ? pathIn(site, 'propose') : formPage(site, 'propose')
}

function issueJsonLd(site: SiteDescription, issue: IssueView): string {
  return jsonLd({
    '@type': 'BlogPosting',
    headline: issue.title,
    url: issue.url,
    mainEntityOfPage: issue.url,
    datePublished: issue.sealedAt,
    ...(issue.updatedAt === issue.sealedAt ? {} : { dateModified: issue.updatedAt }),
    inLanguage: site.language,
    author: { '@type': 'Person', name: cleanLine(site.author.name) },
    isPartOf: { '@type': 'Blog', name: cleanLine(site.title), url: urlIn(site, '') },
    citation: issue.stories.flatMap(({ url, title }) =>
      url === null ? [] : { '@type': 'CreativeWork', name: title, url },
    ),
  })
}

/** A thing for search engines (https://schema.org) as the page's script has it: inside <script> only `<` can end the element or open a comment. */
export function jsonLd(thing: object): string {
  return JSON.stringify({ '@context': 'https://schema.org', ...thing }).replaceAll('<', '\\u003c')
}
