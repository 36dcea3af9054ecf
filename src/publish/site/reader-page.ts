// The reader pages around a subscription, which the web server answers with: no file of the site is one.
import type { Cadence, InterfaceLanguage, StoriesWanted, Verdict, WeekId } from '../../core/types.ts'
import { storiesChoices } from '../../store/reader-choices.ts'
import { interfaceLanguages, type Words, wordsOf } from '../../core/words/words.ts'
import { languageOfScript } from '../plain-text.ts'
import { issuePath, pathIn, type SiteDescription } from '../site-urls.ts'
import type { Templates } from '../template.ts'
import { plainHead, renderPage } from './page.ts'

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

const noProposal: ProposalForm = { url: '', why: '', name: '', email: '', wantsThanks: false, mark: '', problem: null }

const cadences: readonly Cadence[] = ['weekly', 'monthly']

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
