// A story as its page shows it, with what its forms bear. Pure.
import { randomUUID } from 'node:crypto'
import type { Appraisal, LearnedEvidence } from '../../core/appraisal.ts'
import { nameOfLink } from '../../core/story-names.ts'
import { wantedTranslation } from '../../core/translation.ts'
import type { DeskWords } from '../../core/words/desk-words.ts'
import { findOwn, layOnStory } from '../../curate/lay-edits.ts'
import { type FieldValue, hashField, type TextAct } from '../apply-act.ts'
import { type DraftText, nameOf, type StoryText } from '../draft-text.ts'
import type { SeenStory } from '../look-at-story.ts'
import { readFieldNow } from '../merge-command.ts'
import { readGrouping } from '../take-command.ts'
import { keyOf } from '../story-key.ts'
import { writeOther, writePlace } from './read-command.ts'

type StoryWords = DeskWords['story']

/** Of the stories that could join, so many of those left out are offered, best first. */
const MOST_OFFERED = 100

const safeHref = (url: string | null): string | null => (url !== null && /^https?:/i.test(url) ? url : null)

/** What the fields say, as hashes: a form bears what its editor saw. */
function viewSeen({ now, entry }: SeenStory) {
  const story = entry.links[0]
  const hash = (act: TextAct): string => hashField(readFieldNow(now, act) satisfies FieldValue)
  return {
    place: hash({ kind: 'drop', story }),
    title: hash({ kind: 'title', story, value: '' }),
    summary: hash({ kind: 'summary', story, value: '' }),
    points: hash({ kind: 'points', story, value: [] }),
    note: hash({ kind: 'note', story, value: '' }),
    translation: hash({ kind: 'translation', story, value: '' }),
  }
}

/** What the fields say, as a form shows them. */
function viewFields({ now, entry }: SeenStory) {
  const story = entry.links[0]
  const read = (kind: 'title' | 'summary' | 'note' | 'translation'): string =>
    String(readFieldNow(now, { kind, story, value: '' } satisfies TextAct) ?? '')
  const points = readFieldNow(now, { kind: 'points', story, value: [] })
  return {
    title: read('title'),
    summary: read('summary'),
    note: read('note'),
    translation: read('translation'),
    points: Array.isArray(points) ? points.join('\n') : '',
  }
}

/** Every place of the issue: before all others of a section, or behind one. The story's own is the chosen one. */
function viewPlaces({ now, entry }: SeenStory, words: StoryWords) {
  const own = entry.links[0]
  return now.text.sections.map(({ title, stories }) => {
    const others = stories.filter(story => nameOf(story) !== own)
    const at = stories.findIndex(story => nameOf(story) === own)
    const before = at > 0 ? stories[at - 1] : undefined
    const option = (story: StoryText | null) => ({
      value: writePlace(title, story?.link ?? null),
      words: story === null ? words.firstIn(title) : words.behind(story.title),
      isHere: at >= 0 && (before?.link ?? null) === (story?.link ?? null),
    })
    return { title, options: [option(null), ...others.map(option)] }
  })
}

/** The other stories of the week that may join this one. */
function viewOthers({ now, entry }: SeenStory) {
  const { sections, held, leftOut } = now.text
  const all = [...sections.flatMap(({ stories }) => stories), ...held, ...leftOut.slice(0, MOST_OFFERED)]
  return all
    .filter(story => nameOf(story) !== entry.links[0])
    .map(story => ({
      title: story.title,
      value: writeOther(
        story.link,
        hashField(readGrouping(now.edits, { kind: 'join', story: entry.links[0], others: [story.link] })),
      ),
    }))
}

function viewTellings({ now, entry, tellings, story, copiesFrom }: SeenStory, words: StoryWords) {
  const told = [story.lead, ...story.others]
  return tellings.map(({ relation, title, url, name, shared, evidence, itemId }) => {
    const telling = told.find(each => each.itemId === itemId)
    const common = [...(evidence?.words ?? []), ...(evidence?.identifiers ?? []), ...(evidence?.links ?? [])]
    return {
      title: title ?? words.sameLink,
      href: safeHref(url),
      source: telling?.sourceTitle ?? copiesFrom.get(itemId) ?? '',
      site: telling?.site ?? '',
      relation: words.relations[relation],
      shared: shared === null ? '' : words.shared(Math.round(100 * shared)),
      evidence: common.length === 0 ? '' : words.evidence(common.join(words.commonMark)),
      // A telling that is alone has nothing to be taken out of.
      split:
        name === null || entry.links.length < 2
          ? null
          : {
              link: name,
              was: hashField(readGrouping(now.edits, { kind: 'split', story: name })),
              command: randomUUID(),
            },
    }
  })
}

function sayLearned({ kind, name, taken, of, issues }: LearnedEvidence, words: StoryWords): string {
  return words.learned(words.likeIt[kind](name), taken, of, issues)
}

/** The terms of the score, in the order of their usual weight, and what put the story into its section. */
function viewAppraisal(appraisal: Appraisal | undefined, words: StoryWords) {
  if (!appraisal) return null
  const { score, terms, isRead, section, sectionBy, keyword, sectionEvidence = [], learned = [] } = appraisal
  const names = ['coverage', 'source', 'section', 'recency', 'substance', 'discussion', 'learned'] as const
  return {
    score,
    isRead,
    terms: names.flatMap(name => (terms[name] === undefined ? [] : [{ name: words.terms[name], value: terms[name] }])),
    section: words.inSection(section, words.sectionBy[sectionBy](keyword ?? '')),
    evidence: sectionEvidence.map(({ word, place, mentions }) => words.mentions(word, words.places[place], mentions)),
    learned: learned.map(each => sayLearned(each, words)),
  }
}

function sayPlace({ now, entry, place }: SeenStory, words: StoryWords): string {
  if (place === 'held') return words.isHeld
  if (place === null || place === 'leftOut') return words.isLeftOut(entry.whyOut)
  const title = place.slice('## '.length)
  const stories = now.text.sections.find(section => section.title === title)?.stories ?? []
  const at = stories.findIndex(story => nameOf(story) === entry.links[0])
  return words.isIn(title, at + 1, stories.length)
}

/** Who translated it, in words, and into which language; null for a story that cannot have a translation. */
function viewTranslation({ now, entry }: SeenStory, words: StoryWords) {
  const own = findOwn(
    entry,
    Map.groupBy(now.edits, ({ link }) => link),
  )
  const { translation, ...story } = layOnStory(entry.story, own, now.ranked.translations ?? null)
  if (translation) return { by: words.translatedBy[translation.by], language: translation.language }
  const hasTranslator = now.ranked.translations !== undefined
  const language = hasTranslator ? wantedTranslation({ ...story, others: [] }, 'both') : null
  return language === null ? null : { by: words.notTranslated, language }
}

/** What was saved with its links, each with the note that taking it makes: behind the draft's own. */
function viewSavedNotes({ savedNotes }: SeenStory, own: string, words: StoryWords) {
  return savedNotes.map(({ note, saved_by: by }) => ({
    ...{ note, command: randomUUID() },
    said: words.savedBy(by),
    value: own === '' ? note : `${own}\n\n${note}`,
  }))
}

/** Names a draft's state for the forms: in the issue, held, or out. */
const partOf = ({ place }: SeenStory): 'in' | 'held' | 'out' =>
  place === 'held' ? 'held' : place === null || place === 'leftOut' ? 'out' : 'in'

/** Shows a story; its `path` is below the desk. */
export function viewSeenStory(seen: SeenStory, words: StoryWords) {
  const { entry, story, article, now } = seen
  const name = entry.links[0]
  const fields = viewFields(seen)
  return {
    path: `story/${keyOf(nameOfLink(name))}`,
    key: keyOf(name),
    link: name,
    href: safeHref(story.lead.url),
    site: story.lead.site,
    minutes: story.readingMinutes,
    authors: story.authors,
    part: partOf(seen),
    placed: sayPlace(seen, words),
    isExcerpt: article === null || article.method === 'excerpt',
    reasons: entry.story.reasons,
    draftBase: (now.text satisfies DraftText).base,
    was: viewSeen(seen),
    fields,
    language: story.language,
    translation: viewTranslation(seen, words),
    savedNotes: viewSavedNotes(seen, fields.note, words),
    places: viewPlaces(seen, words),
    others: viewOthers(seen),
    tellings: viewTellings(seen, words),
    appraisal: viewAppraisal(entry.story.appraisal, words),
    commands: { act: randomUUID(), place: randomUUID(), words: randomUUID(), join: randomUUID() },
  }
}
