// What single hosts add to their links to see how they were passed on, and what of a link names its page. Pure.

/** Of a host and the hosts under it: either what names a page, all else being tracking, or what tracks, all else being kept. */
interface HostHabit {
  readonly host: string
  /** Parameters by which pages are told apart, where a link has them all. */
  readonly keeps?: readonly string[]
  readonly drops?: RegExp
}

const habits: readonly HostHabit[] = [
  // Without `mid` it is a link that the search engine lent for some hours: nothing of it may go.
  { host: 'mp.weixin.qq.com', keeps: ['__biz', 'mid', 'idx', 'sn'] },
  {
    host: 'bilibili.com',
    drops:
      /^(?:spm_id_from|from_source|from_spmid|from|seid|share_\w+|unique_k|bbid|ts|timestamp|is_story_h5|plat_id|buvid|up_id|broadcast_type|session_id|launch_id|live_from|vd_source|-arouter|native\.theme|bsource|msource|visit_id|hotrank|rt|tdsourcetag)$/i,
  },
  { host: 'youtube.com', drops: /^(?:si|pp|feature|ab_channel|embeds_\w+|source_ve_path|kw|inf_contact_key)$/i },
  { host: 'youtu.be', drops: /^(?:si|pp|feature)$/i },
  { host: 'spotify.com', drops: /^(?:si|pi|context|nd|dlsi|pt)$/i },
  { host: 'podcasts.apple.com', drops: /^(?:at|ct|itscg|itsct|ls|mt|uo)$/i },
  { host: 'twitter.com', drops: /^(?:s|t|ref_\w+|cxt|cn)$/i },
  { host: 'x.com', drops: /^(?:s|t|ref_\w+|cxt|cn)$/i },
  { host: 'medium.com', drops: /^(?:source|sk|gi)$/i },
  {
    host: 'substack.com',
    drops: /^(?:r|s|showwelcome\w*|triedredirect|isfreemail|token|publication_id|post_id|action)$/i,
  },
  { host: 'linkedin.com', drops: /^(?:trackingid|lipi|refid|rcm|midtoken|midsig|eid|otptoken)$/i },
  { host: 'facebook.com', drops: /^(?:__cft__.*|__tn__|__xts__.*|mibextid|rdid|share_url|notif_\w+|ref|hc_\w+)$/i },
  { host: 'instagram.com', drops: /^(?:igsh|img_ref)$/i },
  { host: 'reddit.com', drops: /^(?:share_id|rdt|ref|ref_\w+|\$deep_link|correlation_id)$/i },
  {
    host: 'nytimes.com',
    drops: /^(?:smid|smtyp|unlocked_article_code|partner|emc|rref|referringsource|module|pgtype|region)$/i,
  },
  { host: 'washingtonpost.com', drops: /^(?:wpisrc|wpmm|itid|pwapi_token)$/i },
  { host: 'bloomberg.com', drops: /^(?:srnd|sref|embedded-checkout|leadsource|cmpid)$/i },
  { host: 'wsj.com', drops: /^(?:mod|st|reflink|reflink_\w+)$/i },
  { host: 'theguardian.com', drops: /^(?:cmp|cmp_\w+|intcmp)$/i },
  { host: 'zhihu.com', drops: /^(?:share_\w+|hybrid_search_\w+|search_source|scene|from|group_id|hybrid\w*)$/i },
  {
    host: 'weibo.com',
    drops: /^(?:from|refer_flag|wvr|mod|weibo_id|luicode|lfid|sudaref|display|retcode|share_\w+)$/i,
  },
  { host: 'weibo.cn', drops: /^(?:from|refer_flag|wvr|wm|sourcetype|luicode|lfid|sudaref|share_\w+|weibo_id)$/i },
  {
    host: 'xiaohongshu.com',
    drops: /^(?:xsec_\w+|xhsshare|appuid|apptime|share_\w+|author_share|app_\w+|ignoreengage|type|source)$/i,
  },
  {
    host: 'douyin.com',
    drops:
      /^(?:previous_page|share_\w+|u_code|sec_uid|did|iid|with_sec_did|timestamp|tt_from|utm\w*|from_\w+|region|mid|ts)$/i,
  },
  {
    host: 'toutiao.com',
    drops:
      /^(?:wid|app|timestamp|tt_from|use_new_style|req_id\w*|category_new|share_\w+|log_from|source|channel|enter_from|upstream_biz)$/i,
  },
  { host: 'juejin.cn', drops: /^(?:from|searchid|share_\w+|s)$/i },
  { host: 'jianshu.com', drops: /^(?:from|recommend\w*|share_\w+)$/i },
  {
    host: 'csdn.net',
    drops:
      /^(?:ops_request_misc|request_id|biz_id|depth_\w+|sharetype|sharerefer|sharesource|sharefrom|shareid|fromshare)$/i,
  },
  { host: 'cnblogs.com', drops: /^(?:from|share_\w+)$/i },
  {
    host: 'cloud.tencent.com',
    drops: /^(?:from|from_column|from_column_\w+|policyid|areasource|traceid|sharebychannel|shareduid|share_\w+)$/i,
  },
  { host: 'aliyun.com', drops: /^(?:spm|scm|accounttraceid|from|source|share_\w+|userCode)$/i },
  { host: 'infoq.cn', drops: /^(?:source|from|share_\w+|utm\w*)$/i },
  { host: '36kr.com', drops: /^(?:f|from|share_\w+)$/i },
  { host: 'sspai.com', drops: /^(?:from|share_\w+)$/i },
  { host: '163.com', drops: /^(?:spss|spsw|spssid|spsnuid|from|f|referfrom|isfromothersite|share_\w+)$/i },
  { host: 'sohu.com', drops: /^(?:spm|scm|_f|_trans_|pvid|strategyid|share_\w+)$/i },
  { host: 'sina.com.cn', drops: /^(?:from|wm|cre|mod|loc|r|rfunc|tj|tr|vt|pos|his|share_\w+)$/i },
  { host: 'qq.com', drops: /^(?:from|isappinstalled|share_\w+|suid|sec_qrcode)$/i },
  {
    host: 'amazon.com',
    drops:
      /^(?:ref|ref_|tag|pf_rd_\w+|pd_rd_\w+|qid|sr|keywords|crid|sprefix|dib|dib_tag|_encoding|linkcode|content-id)$/i,
  },
]

/** What the apps of friends add to any link that is passed on in them. */
const passedOn =
  /^(?:timeline|singlemessage|groupmessage|groupmsg|appmsg|message|wechat|weixin|weibo|qq|qzone|rss|feed)$/i
const passedOnName = /^(?:isappinstalled|nsukey|wxshare_count|wechat_redirect|__wxsharetype|spm_id_from|wx_header)$/i

/** Hosts of which at least one parameter is tracking: their stored links may be older than what is known of it. */
export const hostsWithHabits: readonly string[] = habits.map(({ host }) => host)

const habitsByHost: ReadonlyMap<string, HostHabit> = new Map(habits.map(habit => [habit.host, habit]))

/** The habit of a host, or of the nearest host above it that has one. */
function findHabit(hostname: string): HostHabit | undefined {
  for (let host = hostname; ;) {
    const habit = habitsByHost.get(host)
    const dot = host.indexOf('.')
    if (habit || dot < 0) return habit
    host = host.slice(dot + 1)
  }
}

type Parameter = readonly [name: string, value: string]

/** Of a link's parameters those that do not only say how it was passed on, by its host's habit. What tells pages apart stays. */
export function withoutPassedOn(
  { hostname, pathname }: Pick<URL, 'hostname' | 'pathname'>,
  parameters: readonly Parameter[],
): readonly Parameter[] {
  const habit = findHabit(hostname)
  const has = (wanted: string): boolean => parameters.some(([name]) => name === wanted)
  const isArticle = habit?.keeps?.slice(0, 2).every(has) === true
  // A short link names its article by its path.
  const isShort = hostname === 'mp.weixin.qq.com' && /^\/s\/[\w-]{8,}$/.test(pathname)
  const isTracking = ([name, value]: Parameter): boolean => {
    if (habit?.keeps) return (isArticle || isShort) && (isShort || !habit.keeps.includes(name))
    return habit?.drops?.test(name) === true || passedOnName.test(name) || (name === 'from' && passedOn.test(value))
  }
  const kept = parameters.filter(each => !isTracking(each))
  return isArticle && !kept.some(([name]) => name === 'idx') ? [...kept, ['idx', '1']] : kept
}

/** Changes a URL: drops from its query what only says how it was passed on. */
export function dropPassedOn(url: URL): void {
  const all = [...url.searchParams]
  const kept = withoutPassedOn(url, all)
  const isSame = kept.length === all.length && kept.every(([name], at) => name === all[at]?.[0])
  if (!isSame) url.search = new URLSearchParams(kept.map(each => [...each])).toString()
}
