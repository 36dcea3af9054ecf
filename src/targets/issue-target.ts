// A target that is told of issues, made of what differs: how its message looks, how it is sent, how it is changed.
import type { CorrectedIssue } from '../core/edits.ts'
import type { Instant } from '../core/types.ts'
import { addMinutes } from '../core/clock.ts'
import { retractionOf } from '../core/edits.ts'
import type { SiteDescription } from '../publish/site-urls.ts'
import { describeIssue, hashFacts, type IssueFacts } from './issue-facts.ts'
import { refuse } from './sending.ts'
import type { Message, Outcome, Plan, Published, Target } from './target.ts'

/** A message with what is sent. */
export interface FrozenMessage extends Message {
  readonly body: string
}

/** What differs from target to target. */
export interface IssueChannel extends Pick<Target, 'name' | 'mayRepeat' | 'repeatMinutes'> {
  /** What is sent, frozen from then on; null when the target has no room for it. `issue` is missing when it is tried out. Pure. */
  render(facts: IssueFacts, issue: CorrectedIssue | null): string | null
  /** Learns from the place what rendering depends on; what fails there changes nothing. */
  readonly prepare?: () => Promise<void>
  /** By what a change is told, where that is not the facts. */
  readonly hash?: (facts: IssueFacts, issue: CorrectedIssue) => string
  post(message: FrozenMessage): Promise<Outcome>
  /** Changes what was posted; missing where the target cannot. */
  readonly edit?: (message: FrozenMessage, remoteId: string) => Promise<Outcome>
  /** Tries the target out; without it a message is posted. */
  readonly probe?: () => Promise<Outcome>
}

/** A target of issues; all can be tried out. */
export type IssueTarget = Target & Required<Pick<Target, 'test'>>

/** Older issues are not looked at: a year's corrections reach the messages. */
const MOST_ISSUES = 60
/** A target that was away so long after an issue's time is told of the next one only. */
const LATE_MINUTES = 7 * 24 * 60

/** Makes the target. */
export function createIssueTarget(channel: IssueChannel, site: SiteDescription): IssueTarget {
  const { name, mayRepeat, repeatMinutes, edit } = channel
  const withBody = (message: Message, act: (frozen: FrozenMessage) => Promise<Outcome>): Promise<Outcome> => {
    const { body = null } = message
    return body === null || body === ''
      ? Promise.resolve(refuse('its head alone is longer than the target allows; shorten the title of the list'))
      : act({ ...message, body })
  }
  return {
    name,
    mayRepeat,
    ...(repeatMinutes === undefined ? {} : { repeatMinutes }),
    mayCorrect: edit !== undefined,
    plan: published => Promise.resolve(planIssues(channel, site, published)),
    publish: message => withBody(message, frozen => channel.post(frozen)),
    correct: (message, remoteId) =>
      withBody(message, frozen =>
        edit && remoteId !== null
          ? edit(frozen, remoteId)
          : Promise.resolve(refuse('the target gave the message no name by which it could be changed')),
      ),
    test: async facts => {
      if (channel.probe) return channel.probe()
      await channel.prepare?.()
      const body = channel.render(facts, null)
      return withBody({ subject: `test-${facts.week}`, sha256: hashFacts(facts), body }, frozen => channel.post(frozen))
    },
  }
}

function planIssues(channel: IssueChannel, site: SiteDescription, published: Published): readonly Plan[] {
  const { issues, since, now } = published
  // What was sealed before the target was there is old, and so is what came from elsewhere: nobody is mailed of it either.
  const told = issues.filter(({ sealedAt, mailUntil }) => sealedAt >= since && mailUntil !== null).slice(0, MOST_ISSUES)
  return told.map(issue => {
    const facts = describeIssue(site, issue)
    const body = async (): Promise<string | null> => {
      await channel.prepare?.()
      return channel.render(facts, issue)
    }
    const isBack = retractionOf(issue) !== null
    const until = issue.mailUntil as Instant
    return {
      subject: issue.week,
      sha256: channel.hash?.(facts, issue) ?? hashFacts(facts),
      body,
      mayBegin: !isBack && now <= until,
      isOver: isBack || now > addMinutes(until, LATE_MINUTES),
    }
  })
}
