// How a story was judged, in words: its score term by term, its section, and what its tellings share.
import type { Appraisal, LearnedEvidence } from '../../core/appraisal.ts'
import type { SharedEvidence } from '../../curate/evidence.ts'

/** The sum that makes a score; of a page that could not be read a tenth of it counts. */
export function describeScore({ score, terms, isRead }: Appraisal): string {
  const { coverage, source, section, recency, substance, discussion, learned } = terms
  const talk = discussion === undefined ? '' : ` + discussion ${discussion}`
  const past = learned === undefined ? '' : ` ${learned < 0 ? '−' : '+'} learned ${Math.abs(learned)}`
  const parts = `coverage ${coverage} + weight ${source} + fit ${section} + recency ${recency} + substance ${substance}${talk}${past}`
  return `score ${score} = ${isRead ? '' : 'a tenth, as its page was not read, of '}${parts}`
}

const likeIt: Readonly<Record<LearnedEvidence['kind'], (name: string) => string>> = {
  source: () => 'from this source',
  section: name => `in section ${name}`,
  word: name => `with “${name}” in the title`,
}

/** What past decisions say of a story: `you took 7 of 9 from this source in the last 12 issues`. Empty where nothing was learned. */
export function describeLearned({ learned = [] }: Appraisal): string {
  const [first] = learned
  if (!first) return ''
  const counts = learned.map(({ kind, name, taken, of }) => `${taken} of ${of} ${likeIt[kind](name)}`)
  const issues = first.issues === 1 ? 'the last issue' : `the last ${first.issues} issues`
  return `learned: you took ${counts.join(', ')} in ${issues} that you worked on`
}

/** What put a story into its section. */
export function describeSection({ section, sectionBy, keyword, sectionEvidence = [] }: Appraisal): string {
  const words = keyword === null ? '' : `, and it matches "${keyword}"`
  const whys: Readonly<Record<Appraisal['sectionBy'], string>> = {
    source: `its source belongs there${words}`,
    keyword: `it matches "${keyword ?? ''}"`,
    archive: 'it reads like other stories of that section',
    topic: 'several stories of the issue are about it',
    none: 'too little speaks for one',
  }
  const evidence = sectionEvidence.map(
    ({ word, place, mentions }) => `"${word}" in its ${place}, ${mentions} times in all`,
  )
  return `section ${section ?? '(none)'}: ${whys[sectionBy]}${evidence.length === 0 ? '' : ` (${evidence.join('; ')})`}`
}

/** What a telling shares with the lead, in words; empty when nothing is to be named. */
export function describeEvidence({ words, links, identifiers }: SharedEvidence): string {
  const parts = [
    words.length === 0 ? '' : `the words ${words.join(', ')}`,
    identifiers.length === 0 ? '' : identifiers.join(', '),
    links.length === 0 ? '' : `the ${links.length === 1 ? 'link' : 'links'} ${links.join(' ')}`,
  ].filter(part => part !== '')
  return parts.length === 0 ? '' : `shares ${parts.join('; ')}`
}
