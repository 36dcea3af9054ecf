// The files in which other services give out their readers: by which columns each is known, and what its rows say.
import { type Cells, confirmedBy, invite, isSaid, left, parseYes, refuse, type Standing } from './reader-standing.ts'

/** A service's file. Columns by `plainName`. */
export interface ReaderService {
  readonly name: string
  /** Each of these is there, under one of its names. */
  readonly needs: readonly (readonly string[])[]
  /** Any of these makes it another's. */
  readonly without?: readonly string[]
  readStanding(cells: Cells): Standing
}

/** What the column with the address is called. */
export const emailNames: readonly string[] = [
  ...['email', 'emailaddress', 'subscriber', 'emailadresse', 'adresseemail', 'adressemail', 'correoelectrónico'],
  ...['direccióndecorreoelectrónico', 'direccióndeemail', 'indirizzoemail', 'endereçodeemail', 'emailadres'],
  ...[
    'adresemail',
    'メールアドレス',
    '이메일주소',
    '邮箱',
    '邮箱地址',
    '电子邮箱',
    '电子邮件',
    '电子邮件地址',
    '电子邮箱地址',
    '電子郵件',
    '電子郵件地址',
  ],
]

/** What the column with the name is called. */
export const personNames: readonly (readonly string[])[] = [
  ['name', 'fullname', '姓名', '名字', '名称'],
  ['firstname', 'vorname', 'prénom', 'nombre', '名'],
  ['lastname', 'nachname', 'nomdefamille', 'apellidos', '姓'],
]

const unknown = (column: string, state: string): Standing => refuse(`unknown ${column} "${state.slice(0, 40)}"`)

function readMailchimp(cells: Cells): Standing {
  const reason = cells.text('unsubreason') + cells.text('unsubreasonother')
  if (isSaid(cells.text('unsubtime')) || isSaid(reason))
    return left(/abuse|complain|spam/i.test(reason) ? 'complained' : 'unsubscribed', cells, 'unsubtime')
  if (isSaid(cells.text('cleantime')) || isSaid(cells.text('cleancampaignid') + cells.text('cleancampaigntitle')))
    return left('bounced', cells, 'cleantime')
  return confirmedBy(cells, 'confirmtime', 'optintime')
}

/** Whether somebody pays is another column, and no matter here. */
function readSubstack(cells: Cells): Standing {
  const text = cells.text('emaildisabled')
  const isDisabled = parseYes(text)
  if (isDisabled === true) return left('unsubscribed', cells)
  if (isDisabled === false) return confirmedBy(cells, 'createdat')
  return isSaid(text) ? unknown('email_disabled', text) : invite
}

function readGhost(cells: Cells): Standing {
  if (isSaid(cells.text('deletedat'))) return left('unsubscribed', cells, 'deletedat')
  const text = cells.text('subscribedtoemails')
  const isSubscribed = parseYes(text)
  if (isSubscribed === true) return confirmedBy(cells, 'createdat')
  if (isSubscribed === false) return left('unsubscribed', cells)
  return isSaid(text) ? unknown('subscribed_to_emails', text) : invite
}

function readButtondown(cells: Cells): Standing {
  const leavings = ['unsubscriptiondate', 'unsubscribedat', 'unsubscribedate', 'unsubscribeddate']
  if (leavings.some(column => isSaid(cells.text(column)))) return left('unsubscribed', cells, ...leavings)
  const type = (cells.text('type') || cells.text('subscribertype')).toLowerCase().replaceAll(/[ -]/g, '_')
  // What a reader pays, or has ceased to, changes nothing of their having agreed.
  if (/^(regular|premium|gifted|trialed|trialing|paid|active|paused|past_due|churning|churned)$/.test(type))
    return confirmedBy(cells, 'creationdate', 'createdat')
  if (type === 'unactivated' || type === 'unpaid' || type === 'upcoming') return invite
  if (type === 'unsubscribed' || type === 'removed') return left('unsubscribed', cells)
  if (type === 'complained') return left('complained', cells)
  if (type === 'undeliverable' || type === 'bounced') return left('bounced', cells)
  if (type === 'spammy' || type === 'blocked') return refuse(`Buttondown holds it to be ${type}`)
  return unknown('type', type)
}

/** A list of those who left has no type: nobody in it is a reader. */
const readButtondownLeavers = (cells: Cells): Standing =>
  left('unsubscribed', cells, 'unsubscriptiondate', 'unsubscribedat', 'unsubscribedate', 'unsubscribeddate')

/** "enabled" says nothing of consent: who never confirmed is enabled too, and who left all lists. */
function readListmonk(cells: Cells): Standing {
  const status = cells.text('status').toLowerCase()
  if (status === 'blocklisted' || status === 'blacklisted') return left('unsubscribed', cells, 'updatedat')
  if (status === 'disabled') return refuse('disabled at listmonk')
  if (status !== 'enabled') return unknown('status', status)
  const subscription = cells.text('subscriptionstatus').toLowerCase()
  if (subscription === '' || subscription === 'unconfirmed') return invite
  if (subscription === 'unsubscribed') return left('unsubscribed', cells, 'subscriptionupdatedat', 'updatedat')
  if (subscription !== 'confirmed') return unknown('subscription_status', subscription)
  return confirmedBy(cells, 'subscriptionupdatedat', 'subscriptioncreatedat', 'updatedat', 'createdat')
}

function readBeehiiv(cells: Cells): Standing {
  if (isSaid(cells.text('unsubscribedat'))) return left('unsubscribed', cells, 'unsubscribedat')
  const status = cells.text('status').toLowerCase()
  if (status === 'active') return confirmedBy(cells, 'createdat')
  if (status === 'pending' || status === 'validating') return invite
  if (status === 'inactive' || status === 'unsubscribed') return left('unsubscribed', cells)
  if (status === 'invalid') return left('bounced', cells)
  return unknown('status', status)
}

function readKit(cells: Cells): Standing {
  const leavings = ['canceledat', 'cancelledat']
  const state = (cells.text('state') || cells.text('status')).toLowerCase()
  if (state === 'bounced' || state === 'complained') return left(state, cells, ...leavings)
  if (/^cancell?ed$/.test(state) || leavings.some(column => isSaid(cells.text(column))))
    return left('unsubscribed', cells, ...leavings)
  if (state === 'active') return confirmedBy(cells, 'createdat')
  return state === 'inactive' ? invite : unknown('state', state)
}

function readMailerLite(cells: Cells): Standing {
  const status = cells.text('status').toLowerCase()
  if (status === 'bounced') return left('bounced', cells)
  if (status === 'junk') return left('complained', cells)
  if (status === 'unsubscribed' || isSaid(cells.text('unsubscribedat')))
    return left('unsubscribed', cells, 'unsubscribedat')
  if (status === 'unconfirmed') return invite
  return status === 'active' ? confirmedBy(cells, 'optedinat', 'subscribedat') : unknown('status', status)
}

function readSendy(cells: Cells): Standing {
  const status = (cells.text('status') || cells.text('state')).toLowerCase().replaceAll(/[_-]/g, ' ')
  if (status === 'subscribed' || status === 'active')
    return confirmedBy(cells, 'joined', 'joindate', 'joinedat', 'signupdate', 'signedup', 'timestamp')
  if (status === 'unconfirmed') return invite
  if (status === 'unsubscribed') return left('unsubscribed', cells)
  if (status === 'bounced' || status === 'soft bounced') return left('bounced', cells)
  if (status === 'complained' || status === 'marked as spam') return left('complained', cells)
  return unknown('status', status)
}

const leavingColumns = [
  ...['unsubscribedat', 'unsubscribedate', 'unsubscribeddate', 'unsubscriptiondate', 'unsubtime', 'unsubscribetime'],
  ...['canceledat', 'cancelledat', 'deletedat', 'optouttime', '退订时间', '退订日期', '取消订阅时间', '退訂時間'],
]
const bounceColumns = ['bouncedat', 'cleantime', '退信时间']

/** Somebody's own table: nothing in it is known but a time at which they left. */
export function readLeaving(cells: Cells): Standing {
  if (leavingColumns.some(column => isSaid(cells.text(column)))) return left('unsubscribed', cells, ...leavingColumns)
  if (bounceColumns.some(column => isSaid(cells.text(column)))) return left('bounced', cells, ...bounceColumns)
  return invite
}

const mailchimpTimes = ['optintime', 'confirmtime', 'unsubtime', 'cleantime']
const notOfKit = ['consent', 'uuid', 'tier', 'subscribedat', 'unsubscribedat']
const address = ['email', 'emailaddress']

/** All services whose files are known; the first whose columns are there has it. */
export const readerServices: readonly ReaderService[] = [
  { name: 'Mailchimp', needs: [['leid', 'euid'], mailchimpTimes], readStanding: readMailchimp },
  { name: 'Substack', needs: [address, ['activesubscription'], ['emaildisabled']], readStanding: readSubstack },
  { name: 'Ghost', needs: [address, ['subscribedtoemails'], ['createdat', 'deletedat']], readStanding: readGhost },
  {
    name: 'listmonk',
    needs: [address, ['uuid'], ['status'], ['attributes', 'attribs', 'lists', 'updatedat']],
    readStanding: readListmonk,
  },
  {
    name: 'MailerLite',
    needs: [
      ['email', 'emailaddress', 'subscriber'],
      ['status'],
      ['subscribedat'],
      ['optedinat', 'optinip', 'unsubscribedat'],
    ],
    readStanding: readMailerLite,
  },
  {
    name: 'beehiiv',
    needs: [address, ['status'], ['tier', 'subscriptiontier'], ['createdat']],
    readStanding: readBeehiiv,
  },
  {
    name: 'Kit',
    needs: [address, ['state'], ['createdat'], ['firstname', 'canceledat', 'cancelledat']],
    without: notOfKit,
    readStanding: readKit,
  },
  {
    name: 'Kit',
    needs: [address, ['status'], ['createdat'], ['canceledat', 'cancelledat']],
    without: notOfKit,
    readStanding: readKit,
  },
  { name: 'Buttondown', needs: [address, ['type', 'subscribertype'], ['creationdate']], readStanding: readButtondown },
  {
    name: 'Buttondown',
    needs: [
      address,
      ['unsubscriptiondate', 'unsubscribedat', 'unsubscribedate', 'unsubscribeddate', 'unsubscriptionreason'],
    ],
    without: ['consent', 'state', 'status', 'confirmed'],
    readStanding: readButtondownLeavers,
  },
  {
    name: 'Sendy',
    needs: [
      address,
      ['name'],
      ['status'],
      ['lastactivity', 'joined', 'joindate', 'gdpr', 'gdprtagged', 'ipaddress', 'listid'],
    ],
    without: ['consent', 'tier', 'uuid', 'type'],
    readStanding: readSendy,
  },
]

/** Finds whose file this is by its columns; null when it is nobody's that is known. */
export function findService(columns: ReadonlySet<string>): ReaderService | null {
  const fits = ({ needs, without = [] }: ReaderService): boolean =>
    needs.every(names => names.some(name => columns.has(name))) && !without.some(name => columns.has(name))
  return readerServices.find(fits) ?? null
}
