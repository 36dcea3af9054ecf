import { describe, expect, test } from 'vitest'
import { parseColumnMap } from '../../src/app/reader-file.ts'
import { findLayout } from '../../src/app/reader-layouts.ts'
import { parseWrittenInstant } from '../../src/app/reader-standing.ts'
import { parseCsv } from '../../src/formats/csv.ts'

const read = (text: string, { map = '', file = 'list.csv' } = {}) => {
  const { columns, rows } = parseCsv(new TextEncoder().encode(text))
  const layout = findLayout({ file, columns }, map === '' ? new Map() : parseColumnMap(map), 'en')
  return { from: layout.from, rows: rows.map(row => layout.read(row)) }
}
/** What becomes of a row: `confirmed`, `pending`, a way of leaving, or why it is refused. */
const standings = (text: string, how: Parameters<typeof read>[1] = {}) =>
  read(text, how).rows.map(row => ('consent' in row ? row.state : row.reason))

const mailchimp =
  'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID,NOTES,TAGS'

describe('what other services give out', () => {
  test.each<[service: string, header: string, rows: readonly (readonly [row: string, standing: string])[]]>([
    [
      'Mailchimp',
      `${mailchimp},UNSUB_TIME,UNSUB_REASON,CLEAN_TIME`,
      [
        ['a@example.org,Ann,Lee,2,2016-01-01 08:00:00,,2016-01-02 09:00:00,,,1,e,,"""Editors""",,,', 'confirmed'],
        ['a@example.org,,,2,2016-01-01 08:00:00,,,,,1,e,,,,,', 'confirmed'],
        ['a@example.org,,,2,,,,,,1,e,,,,,', 'pending'],
        ['a@example.org,,,2,2016-01-01 08:00:00,,2016-01-02 09:00:00,,,1,e,,,2016-02-01 08:00:00,N/A,', 'unsubscribed'],
        ['a@example.org,,,2,,,2016-01-02 09:00:00,,,1,e,,,2016-02-01 08:00:00,abuse complaint,', 'complained'],
        ['a@example.org,,,2,,,2016-01-02 09:00:00,,,1,e,,,,,2016-02-01 08:00:00', 'bounced'],
        ['a@example.org,,,2,,,01/02/2016 9:00,,,1,e,,,,,', 'CONFIRM_TIME "01/02/2016 9:00" is no date'],
      ],
    ],
    [
      'Substack',
      'email,active_subscription,expiry,email_disabled,prefer_digests,created_at',
      [
        ['a@example.org,false,,false,false,2018-08-27T15:06:27.713Z', 'confirmed'],
        ['a@example.org,true,2021-07-06T16:20:44.000Z,true,false,2018-08-27T15:06:27.713Z', 'unsubscribed'],
        ['a@example.org,true,,maybe,false,2018-08-27T15:06:27.713Z', 'unknown email_disabled "maybe"'],
      ],
    ],
    [
      'Ghost',
      'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,products',
      [
        ['1,a@example.org,Ann,,true,false,,2020-01-01T00:00:00.000Z,,,', 'confirmed'],
        ['1,a@example.org,Ann,,false,false,,2020-01-01T00:00:00.000Z,,,', 'unsubscribed'],
        ['1,a@example.org,Ann,,,false,,2020-01-01T00:00:00.000Z,,,', 'pending'],
        ['1,a@example.org,Ann,,true,false,,2020-01-01T00:00:00.000Z,2020-02-01T00:00:00.000Z,,', 'unsubscribed'],
      ],
    ],
    [
      'Buttondown',
      'email,notes,tags,metadata,type,creation_date',
      [
        ...['regular', 'premium', 'gifted', 'paused', 'past_due', 'churning'].map(
          type => [`a@example.org,,,{},${type},2020-01-01T00:00:00.123456Z`, 'confirmed'] as const,
        ),
        ['a@example.org,,,{},unactivated,2020-01-01T00:00:00Z', 'pending'],
        ['a@example.org,,,{},unsubscribed,2020-01-01T00:00:00Z', 'unsubscribed'],
        ['a@example.org,,,{},removed,2020-01-01T00:00:00Z', 'unsubscribed'],
        ['a@example.org,,,{},spammy,2020-01-01T00:00:00Z', 'Buttondown holds it to be spammy'],
        ['a@example.org,,,{},sleeping,2020-01-01T00:00:00Z', 'unknown type "sleeping"'],
      ],
    ],
    ['Buttondown', 'email,unsubscription_date,unsubscription_reason', [['a@example.org,,', 'unsubscribed']]],
    [
      'listmonk',
      'uuid,email,name,attributes,status,created_at,updated_at',
      [
        ['u,a@example.org,Ann,"{""a"": 1}",enabled,2020-01-01T00:00:00Z,2020-01-02T00:00:00Z', 'pending'],
        ['u,a@example.org,Ann,{},blocklisted,2020-01-01T00:00:00Z,2020-01-02T00:00:00Z', 'unsubscribed'],
        ['u,a@example.org,Ann,{},disabled,2020-01-01T00:00:00Z,2020-01-02T00:00:00Z', 'disabled at listmonk'],
        ['u,a@example.org,Ann,{},confirmed,2020-01-01T00:00:00Z,2020-01-02T00:00:00Z', 'unknown status "confirmed"'],
      ],
    ],
    [
      'beehiiv',
      'email,First Name,Last Name,status,tier,created_at,unsubscribed_at,Subscription Date (Substack)',
      [
        ['a@example.org,Ann,Lee,active,free,2020-01-01 08:00:00 UTC,,', 'confirmed'],
        ['a@example.org,Ann,Lee,active,free,2020-01-01 08:00:00 UTC,2021-01-01 08:00:00 UTC,', 'unsubscribed'],
        ['a@example.org,Ann,Lee,inactive,free,2020-01-01 08:00:00 UTC,,', 'unsubscribed'],
        ['a@example.org,Ann,Lee,pending,free,2020-01-01 08:00:00 UTC,,', 'pending'],
        ['a@example.org,Ann,Lee,,free,2020-01-01 08:00:00 UTC,,', 'unknown status ""'],
      ],
    ],
    [
      'Kit',
      'email_address,first_name,state,created_at,canceled_at',
      [
        ['a@example.org,Ann,active,2020-01-01T08:00:00Z,', 'confirmed'],
        ['a@example.org,Ann,active,2020-01-01T08:00:00Z,2020-02-01T08:00:00Z', 'unsubscribed'],
        ['a@example.org,Ann,cancelled,2020-01-01T08:00:00Z,', 'unsubscribed'],
        ['a@example.org,Ann,bounced,2020-01-01T08:00:00Z,', 'bounced'],
        ['a@example.org,Ann,complained,2020-01-01T08:00:00Z,', 'complained'],
        ['a@example.org,Ann,inactive,2020-01-01T08:00:00Z,', 'pending'],
      ],
    ],
    [
      'MailerLite',
      'email,status,subscribed_at,opted_in_at,optin_ip,unsubscribed_at',
      [
        ['a@example.org,active,2020-01-01 08:00:00,2020-01-02 08:00:00,,', 'confirmed'],
        ['a@example.org,unconfirmed,2020-01-01 08:00:00,,,', 'pending'],
        ['a@example.org,unsubscribed,2020-01-01 08:00:00,,,2020-01-02 08:00:00', 'unsubscribed'],
        ['a@example.org,bounced,2020-01-01 08:00:00,,,', 'bounced'],
        ['a@example.org,junk,2020-01-01 08:00:00,,,', 'complained'],
      ],
    ],
    [
      'Sendy',
      'Name,Email,Status,Joined,Last activity',
      [
        ['Ann,a@example.org,Subscribed,2020-01-01 08:00:00,', 'confirmed'],
        ['Ann,a@example.org,Subscribed,,', 'pending'],
        ['Ann,a@example.org,Unconfirmed,2020-01-01 08:00:00,', 'pending'],
        ['Ann,a@example.org,Soft bounced,,', 'bounced'],
        ['Ann,a@example.org,Complained,,', 'complained'],
        ['Ann,a@example.org,Gone,,', 'unknown status "gone"'],
      ],
    ],
  ])('%s, %s', (service, header, rows) => {
    const text = [header, ...rows.map(([row]) => row)].join('\r\n')
    expect(read(text).from).toBe(service)
    expect(standings(text)).toEqual(rows.map(([, standing]) => standing))
    // Order, case and blanks of the header do not matter, nor do columns beside.
    const written = [`Extra,${header}`.toUpperCase().replaceAll('_', ' '), ...rows.map(([row]) => `x,${row}`)].join(
      '\n',
    )
    expect(read(written).from).toBe(service)
    expect(standings(written).map((each, index) => (rows[index]?.[1].includes(' ') ? 'refused' : each))).toEqual(
      rows.map(([, standing]) => (standing.includes(' ') ? 'refused' : standing)),
    )
  })

  test('the consent says whence, when, and by which column; name and times come along', () => {
    const [row] = read(`${mailchimp}\na@example.org,Ann,Lee,2,2016-01-01 08:00:00,,2016-01-02 09:00:00,,,1,e,,`).rows
    expect(row).toMatchObject({
      email: 'a@example.org',
      name: 'Ann Lee',
      consent: 'imported from Mailchimp, confirmed at 2016-01-02T09:00:00.000Z (CONFIRM_TIME)',
      confirmedAt: '2016-01-02T09:00:00.000Z',
    })
  })

  test.each(['邮箱地址', 'E-Mail-Adresse', 'Correo electrónico'])('a localised address column %s is known', name => {
    const text = `${mailchimp.replace('Email Address', name)}\na@example.org,张,三,2,2016-01-01 08:00:00,,,,,1,e,,`
    expect(read(text).rows).toMatchObject([{ email: 'a@example.org', state: 'confirmed' }])
  })

  test('a localised address column that nobody knows is asked for, and may be told', () => {
    const text = `${mailchimp.replace('Email Address', 'Sähköposti')}\na@example.org,A,B,2,2016-01-01 08:00:00,,,,,1,e,,`
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'CSV_INVALID' }))
    expect(read(text, { map: 'email=Sähköposti' }).rows).toMatchObject([{ email: 'a@example.org', state: 'confirmed' }])
  })

  test.each([
    ['unsubscribed_members_export_1.csv', 'unsubscribed'],
    ['cleaned_members_export_1.csv', 'bounced'],
    ['nonsubscribed_members_export_1.csv', 'never asked for the list, as the name of the file says'],
    ['subscribed_members_export_1.csv', 'confirmed'],
  ])('a row of %s that lacks its own word is %s', (file, standing) => {
    expect(standings(`${mailchimp}\na@example.org,A,B,2,2016-01-01 08:00:00,,,,,1,e,,`, { file })).toEqual([standing])
  })
})

describe('our own columns beside those of others', () => {
  const ends = `${mailchimp},UNSUB_TIME,CLEAN_CAMPAIGN_TITLE`
  test.each([
    ['email,consent,status\na@example.org,web form,unsubscribed', '', 'unsubscribed'],
    ['Email;Consent; STATUS \r\na@example.org;web form;Bounced', '', 'bounced'],
    ['邮箱,同意,状态\na@example.org,官网表单,confirmed', '', 'confirmed'],
    [
      '邮箱,同意,状态\na@example.org,官网表单,已退订',
      '',
      'the state "已退订" is none of pending, confirmed, unsubscribed, bounced, complained',
    ],
    ['email\tconsent\tUnsubscribed at\na@example.org\t"web\r\nform"\t2020-01-01', '', 'unsubscribed'],
    ['email,consent,Unsubscribed at\na@example.org,web form,', '', undefined],
    ['邮箱,同意,退订时间\na@example.org,官网表单,2020-01-01', '', 'unsubscribed'],
    ['email,consent,state,cancelled_at\na@example.org,web form,pending,2020-01-01', '', 'pending'],
    [`${ends}\na@example.org,,,2,,,,,,1,e,web form,,2020-01-01,`, 'email=Email Address,consent=NOTES', 'unsubscribed'],
    [`${ends}\na@example.org,,,2,,,,,,1,e,web form,,,Week 1`, 'email=Email Address,consent=NOTES', 'bounced'],
    [`${ends}\na@example.org,,,2,,,,,,1,e,web form,,,`, 'email=Email Address,consent=NOTES', undefined],
  ])('%j by the map %j: %s', (text, map, standing) => {
    expect(standings(text, { map })).toEqual([standing])
  })
})

describe('files that nobody knows', () => {
  test.each(['email,name\n', 'email,first_name,status,created_at\n', 'Name,Email,Status\n', 'E-Mail,同意时间\n'])(
    'the header %j is refused with what it has and how to say it',
    text => {
      expect(() => read(text)).toThrow(
        expect.objectContaining({
          code: 'CSV_INVALID',
          message: expect.stringContaining(text.split(',')[0] ?? '') as string,
          hint: expect.stringContaining('--map email=COLUMN') as string,
        }),
      )
    },
  )

  const map = 'email=Adresse, state=Zustand, confirmed=Seit'
  test.each([
    ['a@example.org,subscribed,2020-01-01', 'confirmed'],
    ['a@example.org,Active,yes', 'confirmed'],
    ['a@example.org,subscribed,', 'pending'],
    ['a@example.org,subscribed,no', 'pending'],
    ['a@example.org,已订阅,2020-01-01 08:00', 'confirmed'],
    ['a@example.org,unsubscribed,2020-01-01', 'unsubscribed'],
    ['a@example.org,Soft bounced,2020-01-01', 'bounced'],
    ['a@example.org,spam,2020-01-01', 'complained'],
    ['a@example.org,enabled,2020-01-01', 'unknown Zustand "enabled"'],
    ['a@example.org,,2020-01-01', 'unknown Zustand ""'],
    ['a@example.org,active,last spring', 'Seit "last spring" is no date'],
  ])('by a map, %s is %s', (row, standing) => {
    expect(standings(`Adresse,Zustand,Seit\n${row}`, { map })).toEqual([standing])
  })

  test('the consent names file and column', () => {
    expect(read('Adresse,Zustand,Seit\na@example.org,active,2020-01-01', { map }).rows).toMatchObject([
      { consent: 'imported from list.csv, confirmed at 2020-01-01T00:00:00.000Z (Seit)' },
    ])
  })

  test('a map that names no column of the file is refused', () => {
    expect(() => read('Adresse,Zustand\n', { map })).toThrow(expect.objectContaining({ code: 'CSV_INVALID' }))
  })
})

test.each([
  ['2016-01-02T09:00:00Z', '2016-01-02T09:00:00.000Z'],
  ['2016-01-02 09:00:00', '2016-01-02T09:00:00.000Z'],
  ['2016-01-02 09:00:00 UTC', '2016-01-02T09:00:00.000Z'],
  ['2016-01-02T09:00:00.123456+08:00', '2016-01-02T01:00:00.000Z'],
  ['2016/1/2 9:00', '2016-01-02T09:00:00.000Z'],
  ['2016-01-02', '2016-01-02T00:00:00.000Z'],
  ['1451725200', '2016-01-02T09:00:00.000Z'],
  ['1451725200000', '2016-01-02T09:00:00.000Z'],
  ['2016-02-31', null],
  ['01/02/2016', null],
  ['yesterday', null],
  ['', null],
])('the time %j is %s', (text, instant) => {
  expect(parseWrittenInstant(text)).toBe(instant)
})
