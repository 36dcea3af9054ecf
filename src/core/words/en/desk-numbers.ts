// The words of the desk's page of numbers, in English.
import { count } from './count.ts'

/** The words of the numbers. */
export const numbers = {
  title: 'Numbers',
  none: 'No numbers yet: they come with the first readers and the first issue.',
  notCounted:
    'Not here: opens and clicks. Mails carry no pixel and links lead straight to their pages, so nobody knows who opened or clicked what. Readers of the feeds are not counted either: nothing about their programs is kept.',
  asTable: 'As a table',
  week: 'Week',
  issue: 'Issue',
  readers: 'Readers, by week',
  confirmed: 'confirmed',
  left: 'left',
  bounced: 'bounced',
  readersSaid: (confirmed: number, gone: number) => `In twelve weeks ${confirmed} confirmed and ${gone} went.`,
  nowConfirmed: (readers: number) => `${count(readers, 'confirmed reader', 'confirmed readers')} now.`,
  cadence: 'From closing to release',
  onTime: 'on time',
  late: 'late',
  unplanned: 'not by the schedule',
  cadenceSaid: (onTime: number, all: number, hours: string) =>
    `${onTime} of ${count(all, 'issue', 'issues')} on time: out within ${hours} of the closing.`,
  duration: (minutes: number) =>
    minutes < 60
      ? `${minutes} min`
      : minutes < 48 * 60
        ? `${Math.round(minutes / 6) / 10} h`
        : `${Math.round(minutes / 144) / 10} days`,
  sources: 'Where stories came from',
  sourcesSaid: (stories: number, issues: number) =>
    `${count(stories, 'story', 'stories')} in ${count(issues, 'issue', 'issues')}.`,
  source: 'Source',
  stories: 'Stories',
  share: 'Share',
  others: (sources: number) => count(sources, 'other source', 'other sources'),
  votes: 'What readers say',
  good: 'worth reading',
  poor: 'not for me',
  answers: 'wrote back',
  lines: 'Their lines',
  votesSaid: (good: number, poor: number, answers: number) =>
    `${good} called an issue worth reading, ${poor} said it was not for them, ${answers} wrote back.`,
  mails: 'Mails',
  bounceRate: 'Bounces',
  complaintRate: 'Complaints',
  equation: 'Who got it',
  mailsSaid: (bounces: string, complaints: string) =>
    `Over all of them ${bounces} bounced and ${complaints} complained.`,
}
