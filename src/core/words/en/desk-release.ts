// The words of the desk's release: what goes out and when, what stands against it, the decisions, in English.
import { count } from './count.ts'

/** The words of the release. */
export const releasing = {
  restated: (readers: number, kilobytes: number, moment: string, zone: string) =>
    `To ${readers.toLocaleString('en-US')} ${readers === 1 ? 'subscriber' : 'subscribers'}, ${kilobytes} KB, ${moment} ${zone}; page, 3 feeds.`,
  now: 'Release now',
  nowAt: (moment: string) => `Goes out ${moment}; until then you can stop it.`,
  at: (zone: string) => `Or at a time (${zone})`,
  schedule: 'Schedule',
  timeInvalid: 'That is no time within the next two months at which it could go out.',
  stopBar: (week: string, moment: string) => `${week} is approved and goes out ${moment}.`,
  stopBarNext: (week: string) => `${week} is approved and goes out with the next run.`,
  blocksTitle: 'Must be mended first',
  warnsTitle: 'Worth a look',
  noStory: 'There is no story in it.',
  toDraft: 'to the draft',
  toCause: 'to the cause',
  mailTooLarge: (kilobytes: number) =>
    `The mail has ${kilobytes} KB. Mail programs cut off what is over 80: drop some stories or shorten their summaries.`,
  deadLink: (title: string) => `The page of “${title}” is gone.`,
  template: (message: string) => `A template is broken: ${message}`,
  thin: (title: string) => `“${title}” has hardly a summary, and no note.`,
  alike: (title: string, other: string) => `“${title}” and “${other}” may tell the same.`,
  share: (source: string, stories: number, most: number) =>
    `${source} has ${count(stories, 'story', 'stories')}, more than its ${most}.`,
  noNote: 'No story has a note of yours.',
  changedTitle: 'The draft has changed',
  changedText: 'This is what changed since you looked. Nothing was released.',
  come: (title: string) => `New: ${title}`,
  gone: (title: string) => `Gone: ${title}`,
  goneUnknown: (stories: number) => `Gone: ${count(stories, 'story', 'stories')} that the draft no longer knows`,
  changed: (title: string) => `Changed: ${title}`,
  moved: 'Stories stand in another order.',
  otherForeword: 'The foreword is another one.',
  changedNext: 'Look at it as it is now',
}
