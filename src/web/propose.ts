// The page where readers propose links. A GET changes nothing; whatever is refused comes back in the form, so that nobody types it twice.
import { isWeeklyError } from '../core/errors.ts'
import { isOnHost, canonicalUrl, linkForReaders, siteOf } from '../core/url.ts'
import { type InterfaceLanguage, isInterfaceLanguage, type Words, wordsOf } from '../core/words/words.ts'
import type { ProposalFields } from '../publish/site/reader-page.ts'
import { mailableAddress } from '../store/address.ts'
import { readToldWeek } from '../store/issues.ts'
import { type Limit, takeTurn } from '../store/limits.ts'
import { type NewProposal, readBlockedHosts, saveProposal } from '../store/proposals.ts'
import { markForm, readFormAge } from './form-age.ts'
import { readForm } from './read-form.ts'
import { page, type ReaderDeps } from './reader-page.ts'
import { networkOf } from './remote-address.ts'

/** What the page of proposals is made with. */
export interface ProposeDeps extends ReaderDeps {
  /** Signs when a form was shown. */
  readonly formKey: Buffer
  /** Of the configuration; the desk's are in the store. */
  readonly blockedHosts: readonly string[]
}

type Problem = keyof Words['propose']['problems']

/** One network's proposals. */
const networkLimit: Limit = { most: 3, minutes: 60 }
/** All proposals together. */
const totalLimit: Limit = { most: 100, minutes: 60 }
/** The same link from the same network is one voice. */
const voiceLimit: Limit = { most: 1, minutes: 24 * 60 }

const LENGTHS = { url: 2_000, why: 500, name: 80, email: 254 } as const
const statuses: Readonly<Partial<Record<Problem, number>>> = { tooMany: 429, full: 503, told: 409 }

const read = (from: URLSearchParams, name: string): string => (from.get(name) ?? '').replace(/\r\n?/g, '\n').trim()

/** What was typed, whole as far as a page may carry it. */
function readFields(from: URLSearchParams): ProposalFields {
  const [url, why, name, email] = (['url', 'why', 'name', 'email'] as const).map(each =>
    read(from, each).slice(0, 10 * LENGTHS[each]),
  )
  return { url: url ?? '', why: why ?? '', name: name ?? '', email: email ?? '', wantsThanks: from.has('thanks') }
}

function isMailable(email: string): boolean {
  try {
    return mailableAddress(email) !== ''
  } catch (error) {
    if (isWeeklyError(error)) return false
    throw error
  }
}

/** The first thing that is wrong with what was typed; null when nothing is. */
function findProblem({ url, why, name, email, wantsThanks }: ProposalFields): Problem | null {
  if (url.length > LENGTHS.url || linkForReaders(url) === null) return 'url'
  if (why === '') return 'noWhy'
  if (why.length > LENGTHS.why) return 'longWhy'
  if (name.length > LENGTHS.name) return 'longName'
  if (email === '') return wantsThanks ? 'noAddress' : null
  return email.length > LENGTHS.email || !isMailable(email) ? 'address' : null
}

function proposalOf(fields: ProposalFields, language: InterfaceLanguage): NewProposal {
  const url = linkForReaders(fields.url) ?? ''
  const link = canonicalUrl(url)
  const { why, wantsThanks } = fields
  const name = fields.name.replace(/\s+/g, ' ')
  const said = { name: name === '' ? null : name, email: fields.email === '' ? null : fields.email }
  return { url, link, host: siteOf(link), title: '', why, ...said, wantsThanks, language }
}

async function isBlocked({ store, blockedHosts }: ProposeDeps, { host }: NewProposal): Promise<boolean> {
  return [...blockedHosts, ...(await readBlockedHosts(store.db))].some(each => isOnHost(host, each))
}

/** Within the limits of a network and of all; of one network, a link counts once. */
async function takeTurns({ store, clock }: ProposeDeps, remoteAddress: string): Promise<boolean> {
  const now = clock.now()
  const isWithin = await takeTurn(store.db, `proposals from ${networkOf(remoteAddress)}`, networkLimit, now)
  return isWithin && (await takeTurn(store.db, 'proposals', totalLimit, now))
}

async function keep(deps: ProposeDeps, proposal: NewProposal, remoteAddress: string): Promise<Problem | null> {
  const { store, clock } = deps
  if (await isBlocked(deps, proposal)) return 'blocked'
  if (!(await takeTurns(deps, remoteAddress))) return 'tooMany'
  if ((await readToldWeek(store.db, proposal.link)) !== null) return 'told'
  const voice = `voice of ${networkOf(remoteAddress)} for ${proposal.link}`
  if (!(await takeTurn(store.db, voice, voiceLimit, clock.now()))) return null
  return (await saveProposal(store, proposal, clock.now())) === 'full' ? 'full' : null
}

/** The empty form, or one that an address fills in: `/propose?url=…`. */
export function showProposal(deps: ProposeDeps, request: Request): Response {
  const { searchParams } = new URL(request.url)
  const asked = searchParams.get('language')
  const language = isInterfaceLanguage(asked) ? asked : deps.language
  const mark = markForm(deps.formKey, deps.clock.now())
  const proposal = { ...readFields(searchParams), wantsThanks: false, mark, problem: null }
  return page(deps, 'propose', { language, proposal })
}

/** Takes a proposal (POST). What is refused comes back with all that was typed and the reason. */
export async function takeProposal(deps: ProposeDeps, request: Request, remoteAddress: string): Promise<Response> {
  const form = await readForm(request)
  const asked = form.get('language')
  const language = isInterfaceLanguage(asked) ? asked : deps.language
  // People do not see the field "website"; programs fill it in and are told what people are told.
  if (form.get('website')) return page(deps, 'proposed', { language })
  const fields = readFields(form)
  const mark = form.get('mark') ?? ''
  const age = readFormAge(deps.formKey, mark, deps.clock.now())
  const refuse = (problem: Problem): Response => {
    // A mark that is only too young ripens while the reader looks.
    const next = age === 'over' ? markForm(deps.formKey, deps.clock.now()) : mark
    const said = wordsOf(language).propose.problems[problem]
    const scope = { language, proposal: { ...fields, mark: next, problem }, problem: said }
    return page(deps, 'propose', scope, statuses[problem] ?? 422)
  }
  const problem = findProblem(fields) ?? (age === 'fresh' ? 'tooFast' : age === 'over' ? 'tooOld' : null)
  if (problem !== null) return refuse(problem)
  const outcome = await keep(deps, proposalOf(fields, language), remoteAddress)
  return outcome === null ? page(deps, 'proposed', { language }) : refuse(outcome)
}
