// A reader gets stories of the languages that they want, told in these, and of no others.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Story } from '../../../src/core/types.ts'
import { chooseStories } from '../../../src/publish/mail/readers-language.ts'
import { renderMail } from '../../../src/publish/mail/email.ts'
import { renderMonthMail } from '../../../src/publish/mail/month-mail.ts'
import { renderMails } from '../../../src/publish/rehearse.ts'
import { aSite, aStory, anIssue, mailFor, shippedTemplates } from '../issues.ts'

const site = aSite()

/** A story with a name in each language that tells it; `lead` is the language of its first telling. */
function tell(number: number, lead: string | null, others: readonly string[] = []): Story {
  const telling = (language: string | null, place: number) => ({
    itemId: number * 10 + place,
    url: `https://${language ?? 'un'}.example/${number}`,
    title: `Story${number}in${(language ?? 'none').replace('-', '')}`,
    sourceTitle: 'A blog',
    site: `${language ?? 'un'}.example`,
  })
  const editions = others.map((language, place) => ({
    ...telling(language, place + 1),
    edition: {
      language,
      summary: `Summary${number}in${language}.`,
      points: [],
      summaryMethod: 'extractive' as const,
      readingMinutes: 3,
    },
  }))
  const first = telling(lead, 0)
  return aStory({
    id: `s${number}`,
    lead: first,
    title: first.title,
    language: lead,
    summary: '',
    points: [],
    others: editions,
    score: number,
  })
}
const namesIn = (mail: { readonly html: string }): readonly string[] =>
  [...new Set(mail.html.match(/Story\d+in\p{L}+/gu) ?? [])].toSorted()

describe('an issue of stories in Chinese, in English, in both, in German and in none that is known', () => {
  const stories = [tell(1, 'en'), tell(2, 'zh', ['en']), tell(3, 'zh-TW'), tell(4, 'de'), tell(5, null)]
  const issue = anIssue([
    { title: 'Clouds', stories: stories.slice(0, 2) },
    { title: '容器', stories: stories.slice(2) },
  ])

  test.each([
    ['zh', 'en', ['Story2inzh', 'Story3inzhTW', 'Story5innone']],
    ['zh', 'zh-CN', ['Story2inzh', 'Story3inzhTW', 'Story5innone']],
    ['en', 'zh-CN', ['Story1inen', 'Story2inen', 'Story5innone']],
    ['both', 'en', ['Story1inen', 'Story2inen', 'Story3inzhTW', 'Story4inde', 'Story5innone']],
  ] as const)('who wants %s, in the interface %s, gets %j', (wanted, language, names) => {
    const mail = mailFor(renderMail(site, issue, language, shippedTemplates, { stories: wanted }))
    expect(namesIn(mail)).toEqual(names)
    expect(namesIn({ html: mail.text })).toEqual(names)
    expect(mail.subject).toContain(names[0])
  })

  test('the best of a month is chosen among the stories that are wanted', () => {
    const month = [{ ...issue, mailUntil: issue.sealedAt }]
    const mail = mailFor(renderMonthMail(site, month, 'zh-CN', shippedTemplates, 'en') ?? expect.fail('no mail'))
    expect(namesIn(mail)).toEqual(['Story1inen', 'Story2inen', 'Story5innone'])
  })
})

test('a mail in which nothing is wanted is empty, its subject too', () => {
  const issue = anIssue([{ title: 'Clouds', stories: [tell(1, 'en')] }])
  const mails = renderMails(site, issue, [], shippedTemplates)
  expect(mails.map(({ language, stories, subject, html }) => [language, stories, subject !== '', html !== ''])).toEqual(
    ['zh-CN', 'zh-TW', 'en'].flatMap(language => [
      [language, 'both', true, true],
      [language, 'zh', false, false],
      [language, 'en', true, true],
    ]),
  )
})

test('no reader gets a story outside of their choice, and who wants both gets what everybody got before', () => {
  const language = fc.constantFrom('zh', 'en', 'zh-CN', 'en-GB', 'de', 'ja', 'und', null)
  const story = fc.record({ lead: language, others: fc.subarray(['zh', 'en', 'de']) })
  fc.assert(
    fc.property(fc.array(story, { maxLength: 6 }), fc.constantFrom('zh', 'en'), (told, wanted) => {
      const stories = told.map(({ lead, others }, place) =>
        tell(
          place,
          lead,
          others.filter(each => each !== lead?.slice(0, 2)),
        ),
      )
      const issue = anIssue([{ title: 'Clouds', stories }])
      expect(chooseStories(issue, 'both')).toBe(issue)
      const mail = mailFor(renderMail(site, issue, 'en', shippedTemplates, { stories: wanted }))
      for (const [place, { lead, others }] of told.entries()) {
        const isKnown = lead !== null && lead !== 'und'
        const isWanted = !isKnown || lead.slice(0, 2) === wanted || others.includes(wanted)
        const names = namesIn(mail).filter(name => name.startsWith(`Story${place}in`))
        expect(names.length).toBe(isWanted ? 1 : 0)
        if (isWanted && isKnown) expect(names[0]?.startsWith(`Story${place}in${wanted}`)).toBe(true)
      }
    }),
    { numRuns: 40 },
  )
})
