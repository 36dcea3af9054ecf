// What in an address tells which reader has come: parameters that are taken out, and those with which an address is given to nobody. Pure.
import { dropPassedOn } from '../../core/link-habits.ts'
import { parseHttpUrl, withoutTracking } from '../../core/url.ts'

/** Names of what mailers put in to know the reader again; the page is the same without. */
const dropped =
  /^(?:_?bhlid|last_resource_guid|jwt_token|ck_subscriber_id|_ke|_kx|__s|vero_(?:id|conv)|vgo_ee|ml_subscriber(?:_hash)?|mc_[a-z]+|token|isfreemail|sc_(?:uid|lid|eh|cid)|dm_[it]|_cldee|esid|elq\w*|sp(?:mailing|user|job|report)id|et_[rc]id|bxid|cndid|iterable_?\w*|itm_\w+|eml_\w+|emc|nltr|hs(?:ctatracking|a_\w+|enc|mi)|_hs\w+|mkt_\w+|ss_(?:email_id|campaign\w*|source)|xn?mt?id|rh_(?:ref|aid)|inf_(?:contact_)?key|cm_(?:mmc|ite|lm|ven|cat|pla)\w*|piwik_\w+|matomo_\w+|pk_\w+|mtm_\w+|oly_\w+|wickedid|attribution_(?:id|type)|rb_clickid|s_cid|trk\w*|cta_\w+)$/i
/** What Substack adds on whatever host the letter has. */
const ofSubstack = /^(?:r|s|token|isfreemail|publication_id|post_id|action|triedredirect|showwelcome\w*|share_token)$/i
const substackMark = /^(?:isfreemail|publication_id|triedredirect)$/i
/** Names of a reader: an address that has one of them is that reader's. */
const reader =
  /^(?:e-?mail(?:_?address|_?id)?|mail|recipient|subscriber|subscription|contact|member|reader|customer|user|uid|uuid|sid|lid|mid|eid|euid|rid|cid|hash|sig|signature|key|auth|code|otp|secret|session|jwt|access_token|magic)(?:_?(?:id|hash|key|uuid|token|code))?$/i

/** Hosts whose pages have long names of their own. */
const longNames =
  /(?:^|\.)(?:mp\.weixin\.qq\.com|youtube\.com|youtu\.be|docs\.google\.com|drive\.google\.com|colab\.research\.google\.com|figma\.com|notion\.so|notion\.site|feishu\.cn|larksuite\.com|yuque\.com|open\.spotify\.com|podcasts\.apple\.com|bilibili\.com|zoom\.us|discord\.com|t\.me|arxiv\.org|github\.com|gist\.github\.com|gitlab\.com|archive\.org|amazon\.com|patreon\.com|weibo\.com|xiaohongshu\.com|douyin\.com)$/i

const OPAQUE_LENGTH = 20
const OPAQUE_PATH_LENGTH = 32
const NAMED_LENGTH = 6

/** Whether the pages of a host have long names that are nobody's. */
export const isOfLongNames = (hostname: string): boolean => longNames.test(hostname)

/** Whether a value names nothing that people could read: long, of letters and digits in disorder. */
export function isOpaque(value: string, least = OPAQUE_LENGTH): boolean {
  if (value.length < least || !/^[\w.~=+/%:|-]+$/.test(value)) return false
  const words = value
    .split(/[-_.+%/]/)
    .filter(word => /^[a-z]{2,20}$|^[A-Z]?[a-z]{1,20}$|^\d{1,4}$/.test(word))
    .join('')
  return /\d/.test(value) ? words.length < value.length / 2 : words.length < value.length / 3
}

/** The address without what tells its reader; fragments that name nobody's heading go too. Text that is no address comes back as it is. */
export function withoutReader(text: string): string {
  const url = parseHttpUrl(withoutTracking(text))
  if (!url) return text
  url.username = ''
  url.password = ''
  const all = [...url.searchParams]
  const isSubstack = all.some(([name]) => substackMark.test(name))
  const kept = all.filter(([name]) => !dropped.test(name) && !(isSubstack && ofSubstack.test(name)))
  if (kept.length < all.length) url.search = new URLSearchParams(kept).toString()
  dropPassedOn(url)
  if (!url.hash.startsWith('#:~:') && isOpaque(url.hash.slice(1))) url.hash = ''
  return url.href
}

/** Whether an address still tells its reader once `withoutReader` has done what it can. */
export function namesReader(text: string): boolean {
  const url = parseHttpUrl(text)
  if (!url) return true
  if (longNames.test(url.hostname)) return false
  for (const [name, value] of url.searchParams) {
    if (isOpaque(value)) return true
    if (reader.test(name) && value.length >= NAMED_LENGTH && /\d|@/.test(value)) return true
  }
  const segments = url.pathname.split('/').filter(segment => segment !== '')
  const last = segments.at(-1) ?? ''
  // One may be the page's own name; a second is its reader's.
  if (segments.filter(segment => /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i.test(segment)).length > 1) return true
  const isMixed = /[a-z]/.test(last) && /[A-Z]/.test(last) && /\d/.test(last)
  return segments.length <= 3 && isMixed && isOpaque(last, OPAQUE_PATH_LENGTH)
}
