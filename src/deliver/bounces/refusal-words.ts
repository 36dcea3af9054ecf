// The words with which servers refuse mail, in English and Chinese, as they stand in real replies and reports. All patterns run over
// text that is lower case, on one line and short; each is linear.

/** Joins patterns into one that finds any of them. */
const anyOf = (...patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => `(?:${source})`).join('|'), 'u')

/** Any characters of the same sentence, at most `length`. */
const near = (length: number): string => String.raw`[^.;。；，]{0,${length}}`
const nearby = (before: string, length: number, after: string): RegExp =>
  new RegExp(`(?:${before})${near(length)}(?:${after})`, 'u')

/** What we may send in a time is used up: a matter between us and the relay. */
const sendingQuota = anyOf(
  /\b(?:daily|hourly|monthly|sending|outbound|outgoing|submission)\b[^.;]{0,30}\b(?:quota|limit|rate|allowance|volume|maximum)s?\b/,
  /\b(?:quota|limit|rate|maximum)s? (?:of|for|on) (?:outgoing|outbound|sending|daily|hourly|messages|e-?mails|recipients per)/,
  /\b(?:message|e-?mail|recipient|smtp|account|credit|plan) (?:quota|limit|rate|credits?)s?\b[^.;]{0,20}\b(?:exceed|reach|used up|exhaust)/,
  /\b(?:exceed|reach)(?:ed|s|ing)?\b[^.;]{0,30}\b(?:daily|hourly|monthly|sending|per (?:second|minute|hour|day)|credits)\b/,
  /\bmaximum (?:credits|sending rate)|\bcredits exceeded|\bthrottling failure\b/,
  /\bsend(?:ing|er)?\b[^.;]{0,20}\b(?:paused|suspended)\b/,
  /(?:发送|发信|发件|每日|每天|当日|今日|每小时|外发)[^。；，]{0,12}(?:配额|限额|上限|额度|总数|数量限制|次数限制)/,
  /(?:超过|超出|达到)[^。；，]{0,8}(?:发送|发信|发件|每日|每天|当日|每小时)/,
)

/** The relay does not carry our mail to others. */
const relaying = anyOf(
  /\brelay(?:ing|ed)?\b[^.;]{0,30}\b(?:denied|not permitted|not allowed|prohibited|disabled|rejected|refused|forbidden)\b/,
  /\b(?:not (?:permitted|allowed|authori[sz]ed) to|unable to|can ?not|can't|do(?:es)? not|don't|won't|no open) relay/,
  /\b(?:denied|forbidden) (?:to )?relay/,
  /(?:不允许|禁止|拒绝|未授权)(?:的)?(?:邮件)?(?:转发|中继)|(?:转发|中继)(?:被)?(?:拒绝|禁止)/,
)

/** The relay wants to know who we are, or wants it in secret. */
const login = anyOf(
  /\b(?:authenticat(?:e|ion)|auth|authorization)\b[^.;]{0,20}\b(?:required|fail\w*|unsuccessful|needed|first|before|invalid|disabled|credentials)/,
  /\b(?:client (?:was )?not authenticated|not (?:authenticated|logged in)|please (?:authenticate|log ?in)|must (?:authenticate|log ?in|be authenticated|issue)|need to (?:authenticate|log ?in))/,
  /\b(?:starttls|tls|ssl|encryption)\b[^.;]{0,30}\b(?:required|needed|must|first|failed|mandatory)|\bmust issue a starttls/,
  /(?:需要|请先?|未|必须|尚未)(?:进行|通过|完成)?(?:身份)?(?:认证|验证|登录)|身份验证失败|认证失败|(?:要求|需要|必须)(?:使用)?(?:加密|tls|ssl)/,
)

/** We, as sender, are refused: our address, our domain, our account. */
const sender = anyOf(
  /\b(?:senders?|from|return[- ]path|envelope[- ]from|mail[- ]from|reverse[- ]path)['’]?s? (?:address|domain|e-?mail|mailbox|account|header|id|host)\b[^.;]{0,60}\b(?:rejected|denied|refused|blocked|unknown|invalid|not|doesn't|must|needs?|mismatch|forged|spoof|banned|misformatted)/,
  /\bsender\b[^.;:]{0,20}\b(?:rejected|denied|refused|blocked|unknown|not allowed|not authori[sz]ed|not verified|invalid|banned|verify|verification|callout|reputation)/,
  /\b(?:unknown|invalid|unverified|unauthenticated|unauthori[sz]ed|forged|spoofed|unresolvable|verify|verification (?:of|for)|domain of|bad) (?:the )?(?:sender|return path|from (?:address|domain|header))/,
  /\bmail from must\b|\b(?:e-?mail )?address(?:es)? (?:is|are) not verified\b|\bnot (?:allowed|permitted|authori[sz]ed) to send\b|\bsend(?:ing)? (?:as|on behalf)\b/,
  /\byour (?:[a-z]+ )?(?:account|domain|subscription|plan|user)\b[^.;]{0,60}\b(?:suspend|disabl|block|deactivat|restrict|not verified|unverified|limit|lock|on hold|hijack|compromis)/,
  /\b(?:account|domain)\b[^.;]{0,20}\b(?:is )?(?:disabled|suspended|not allowed|not activated)\b[^.;]{0,20}\b(?:for|from|to) send/,
  /(?:发件人|发信人|寄件人|发送者|发件方|发信方|发件地址|发信地址|发件域|发信域|寄件者)/,
  /(?:您|你|贵)(?:方|司)?的?(?:账号|帐号|账户|帐户|域名|服务器|ip|发信)[^。；]{0,20}(?:被|已|受|未|不|限)/,
)

/** Our machine is refused, or has not said who it is. */
const machine = anyOf(
  /\b(?:spf|dkim|dmarc|arc|ptr|rdns|helo|ehlo|dnsbl|rbl|spamhaus|spamcop|sorbs|barracuda|fcrdns)\b|\breverse (?:dns|hostname|lookup)|\b(?:forward|reverse)-?confirmed/,
  /\b(?:black|block|deny|reject)[ -]?list|\bclient host\b|\b(?:poor|bad|low|no) (?:ip |domain |sender |e-?mail )?reputation|\breputation\b/,
  /\b(?:your|sending|source|client|connecting|remote|this|from) (?:ip|ips|network|host|server|mta|mail ?server|isp|domain)\b[^.;]{0,60}\b(?:block|banned|listed|reject|refus|deni|reputation|not allowed|limit|dynamic|unusual|throttl|spam|abus|low)/,
  /\b(?:ip|\d{1,3}(?:\.\d{1,3}){3})\b[^;]{0,40}\b(?:block|banned|listed|reputation|denied|unauthenticated)/,
  /黑名单|信誉|(?:ip|域名)[^。；，]{0,10}(?:被(?:拒|封|屏蔽|限制|列入)|受限|频率|拦截)|反向解析/,
)

/** Too much or too fast at present. */
const rate = anyOf(
  /\brate[ -]?limit|\b(?:connection|message|sending|send|delivery|request) rates?\b|\bthrottl|\btoo (?:fast|frequent|quickly|often)|\bfrequency\b|\bat a rate\b|\brate that\b/,
  /\btoo many (?:\w+ )?(?:connections?|messages?|sessions?|recipients?|e-?mails?|mails?|errors?|commands?|requests?|concurrent|simultaneous|invalid|bad|unknown|hops|rcpt|transactions?|failed)/,
  /\b(?:concurrent|simultaneous) (?:connections?|sessions?)|\bconnections? (?:limit|frequency)|\bdefer\w* due to (?:unusual|unexpected|excessive)|\bunusual (?:rate|volume|traffic)|\bmail(?:ing)? volume\b/,
  /频率|频繁|并发|连接(?:数)?(?:过多|太多|超)|过快|太快|限流|流量(?:限制|控制|过大)/,
)

/** What our mail says, how it is built, or a rule of the house against it. */
const content = anyOf(
  /\b(?:spam\w*|junk|unsolicited|bulk|ube|uce|virus(?:es)?|malware|phish\w*|malicious|suspicious|infected|abuse|fraud\w*|scam)\b/,
  /\b(?:content|attachments?|policy|policies|filter(?:ed|s|ing)?|prohibited|forbidden|banned|blocked|restricted?|restrictions?|security|compliance|unacceptable|offensive|quarantin\w*)\b/,
  /\baccess denied\b|\bnot (?:allowed|permitted|authori[sz]ed|accepted|acceptable)\b|\bpermission\b|\bunauthori[sz]ed\b|\badministrative(?:ly)?\b|\bgr[ae]ylist/,
  /\b(?:message|e-?mail|mail|transaction)\b[^.;:]{0,30}\b(?:rejected|refused|denied|discarded|not accepted|declined|too (?:big|large|long)|failed)\b/,
  /\bsize\b[^.;]{0,30}\b(?:limit|exceed|maximum|too|fixed)|\bexceeds?\b[^.;]{0,20}\bsize\b|\b(?:too|over) (?:big|large|long|size)|\bline (?:too )?long|\b(?:malformed|headers?|rfc ?\d+|mime|charset|8bit|format|syntax|duplicate|boundary|message-id|dot|bare lf)\b/,
  /垃圾|广告|敏感|违规|违法|内容|病毒|策略|拦截|拒收|屏蔽|反垃圾|过大|超大|太大|大小|附件|格式|钓鱼|诈骗|可疑|安全|退订/,
  /\b(?:mi|dt|hl|rp|ip|ta|cq|ff|bd|sb|id|up|md|rs):[a-z]{2,4}\b/,
)

/** The mailbox has no place for more. */
const full = anyOf(
  /\b(?:mail ?box|in ?box|mail ?drop|mail ?folder|mail ?store|storage|disk|quota)\b[^.;]{0,60}\b(?:full|over[ -]?quota|out of (?:storage|space|disk)|exceed\w*|insufficient|no space|not enough)\b/,
  /\b(?:over|exceed\w*|above|beyond|out of|insufficient|not enough|no|low on) (?:(?:its|the|his|her|their|a|of|allocated|allowed|maximum|mailbox|user|disk|storage|mail|account)\s)*(?:quota|storage|disk space|mailbox size|mail ?box(?: (?:space|limit|capacity|quota))|space left|space for)\b/,
  /\b(?:user|account|recipient|addressee)\b[^.;]{0,60}\b(?:over[ -]?quota|out of (?:storage|space)|full)\b|\bmailfull\b|\b(?:user|recipient|account) quota\b/,
  /(?:邮箱|信箱|收件箱|郵箱|空间|容量|邮箱容量|邮箱空间)[^。；，]{0,10}(?:已?满|滿|不足|用完|用尽|超限|超出|超过|已用)/,
)

const who = String.raw`user|mail ?box|recipient|account|addressee|alias|person|local part|customer|subscriber|mail ?drop|inbox|rcpt(?: ?to)?|(?:e-?mail |mail )?address`
/** There is no such mailbox. */
const unknown = anyOf(
  new RegExp(
    String.raw`\b(?:no|not an?|isn't an?|unknown|invalid|non-?existent|non-?existing|unrouteable|unroutable|undeliverable|bad|nonexistant) (?:such )?(?:local |valid |virtual |known |active |destination |e-?mail )*(?:${who})\b(?! system)`,
    'u',
  ),
  nearby(
    String.raw`\b(?:${who})(?:name|s|\(s\))?\b`,
    60,
    String.raw`\b(?:unknown|nonexist\w*|non-exist\w*|not (?:be )?(?:found|exist|known|recogni[sz]ed|listed|valid|local|available here|here|hosted here|registered|located)|(?:doesn['’]?t|dosn['’]?t|do not|don['’]?t|does not|didn['’]?t|isn['’]?t|is no longer|was not|could ?n['’]?t be|no longer)(?: be)? (?:exist|found|known|recogni[sz]ed|valid|active|available|in use|here|listed|works?|working|with us)|no longer exists?|not exist|is invalid|invalid address)`,
  ),
  /\bno (?:such )?(?:one|body|user|mail ?box|person)\b[^.;]{0,20}\b(?:here|by that name|with that|of that name|called)/,
  /\bdoes ?n['’]?o?t have an? [^\s]{1,60} (?:e-?mail )?(?:account|mail ?box)|\bnot (?:known|listed) (?:here|at this|in (?:the )?(?:directory|domino))|\bnot our (?:customer|user)|\b(?:recipient|address|user|mailbox|account) ?not ?found|\brecipnotfound\b|\bnosuchuser\b|\baddress(?:es)? (?:couldn['’]t|could not|was not|wasn['’]t) (?:be )?found/,
  /\b(?:has|have) (?:left|moved)\b[^.;]{0,30}\b(?:company|organi[sz]ation|address|us)\b|\bno longer (?:works|employed)/,
  /(?:用户|用戶|使用者|邮箱|郵箱|信箱|收件人|收件者|收信人|帐号|账号|帳號|账户|帐户|帳戶|地址|收件方|邮件地址)[^。；，、]{0,12}(?:不存在|未找到|找不到|无效|無效|未开通|未開通|未注册|未註冊|有误|错误|錯誤|不正确|已注销|已註銷|非法|查无)/,
  /(?:不存在|无此|無此|没有|沒有|查无|查無|找不到|未知|无效|無效|错误)(?:的|该|该个|这个|此|任何)?(?:用户|用戶|使用者|邮箱|郵箱|信箱|收件人|收件者|收信人|帐号|账号|帳號|账户|帐户|地址|人)/,
)

/** There is no such domain, or nobody who takes mail for it. */
const noDomain = anyOf(
  /\b(?:unknown (?:host|domain)|(?:host|domain)(?: name| [^\s]{1,100})? (?:is )?(?:unknown|not found|does ?n['’]?o?t exist|not exist)|no such (?:host|domain)|nxdomain|null ?mx|name or service not known|domain (?:does not|doesn['’]t) accept (?:e-?mail|mail)|bad destination (?:host|system)|no mx)\b/,
)

/** The mailbox is there, and shut. */
const shut = anyOf(
  nearby(
    String.raw`\b(?:${who})\b`,
    40,
    String.raw`\b(?:disabled|deactivated|inactive|suspended|locked|closed|frozen|terminated|expired|discontinued|not active|not enabled|dormant|over ?due)\b`,
  ),
  /\b(?:disabled|inactive|deactivated|suspended|closed|expired) (?:user|mail ?box|recipient|account|address)\b/,
  /(?:用户|用戶|邮箱|郵箱|信箱|收件人|收信人|帐号|账号|帳號|账户|帐户)[^。；，、]{0,12}(?:停用|禁用|冻结|凍結|锁定|关闭|過期|过期|失效|停止服务|未激活|被封)/,
)

/** Said of many things; beside a status about the mailbox it is about that. */
const unavailable =
  /\b(?:mail ?box|user|recipient)(?: is| was)? (?:currently |temporarily )?(?:unavailable|not available)\b|\bunable to deliver to (?:mailbox|recipient)\b/u

/** The server of the reader's domain does not answer. */
const unreachable =
  /\b(?:connection|connect|conversation|operation|session|lookup|delivery)\b[^.;]{0,60}\b(?:timed? ?out|refused|reset|no answer|expired)\b|\bno route to host\b|\b(?:host|network) (?:is )?unreachable\b|\bdns (?:error|lookup)|\bhost(?: or domain)? name (?:lookup|not found)|无法连接|连接超时|连接失败/u

/** All words, by what they mean. */
export const refusalWords = {
  sendingQuota,
  relaying,
  login,
  sender,
  machine,
  rate,
  content,
  full,
  unknown,
  noDomain,
  shut,
  unavailable,
  unreachable,
} as const
