// Words by which newsletters name what belongs to one reader: leaving, settings, confirming, looking at the mail, passing it on. Tables.
// Each pattern is tried on texts that are capped where they enter.
import {
  askingAbroad,
  askingSubjectAbroad,
  furnitureAbroad,
  leavingAbroad,
  personalAbroad,
  personalJapanese,
  pointingAbroad,
  readingAbroad,
  shortAbroad,
} from './personal-words-abroad.ts'

const anyOf = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(({ source }) => `(?:${source})`).join('|'), 'iu')

/** Leaving, in whatever words stand around it; also within addresses. */
export const leaving = anyOf(
  /un-?subscri|\bunsub\b|\bopt(?:ing)?[ _-]?out\b|\bdisable[ _-]email/,
  /\b(?:stop|cease|avoid) (?:receiving|getting)\b|\bno longer (?:wish|want|interested|receive)|\b(?:do not|don['’]t|not) (?:wish|want) to (?:receive|get|hear)/,
  /\bremove (?:me|yourself|my|your)\b|\bleave (?:this|the|our) (?:mailing )?list\b|\bemail frequency\b|\b(?:cancel|end) (?:(?:my|your|this|the) )?(?:subscription|membership)\b|\bhow often (?:you|i) (?:get|receive)\b|\bhere to (?:stop|leave|cancel)\b/,
  /退订|退訂|取消(?:邮件|郵件|电子报|電子報|本)?(?:订阅|訂閱|关注|關注|接收)|(?:不再|不想|不愿|停止|拒绝|拒絕)(?:再|继续|繼續)?(?:接收|收到|收取|订阅|訂閱)|拒收/,
  leavingAbroad,
)

/** All else that is one reader's, anywhere in the words of a link. */
export const personal = anyOf(
  /\b(?:e-?mail|subscription|newsletter|mail(?:ing)?|notification|communication|account|privacy|list|contact)s? (?:preferences?|settings|options|frequency)\b|\bpreferences? cent(?:er|re)\b/,
  /\b(?:manage|update|change|edit|adjust|customi[sz]e|review|set|pause) (?:(?:your|my|the|this|all|of|how|which|what) )*(?:e-?mails?|e-?mail address|profile|preferences?|subscriptions?|details|account|settings|membership|billing|notifications?|interests)\b/,
  /\b(?:view|read|see|open|display) (?:(?:this|it|the|our) )?(?:(?:e-?mail|newsletter|message|mail|issue|post|edition|version|page) )?(?:in|on|with|using) (?:your |a |the |my )?(?:web ?)?(?:browser|web|website|app)\b|\b(?:view|read|see|open) (?:(?:this|it|the) )?(?:(?:e-?mail|newsletter|message|mail|issue|post) )?online\b/,
  /\b(?:web|browser|online|html) (?:version|view|copy)\b|\b(?:trouble|problems?|difficulty|not able|unable) (?:to )?(?:view|read|see|display)|\bnot display(?:ing|ed)? (?:correctly|properly)\b|\bread in app\b/,
  /\bforward (?:this|it|to|the e-?mail)\b|\b(?:send|pass|forward)\b.{0,20}\b(?:to|on to) a (?:friend|colleague)\b|\bemail (?:this|it) to\b/,
  /\b(?:confirm|verify|validate|activate|complete) (?:(?:your|my|this|the|that|you|e-?mail) )*(?:e-?mail|mail|address|subscription|account|registration|sign-?up|identity|opt-?in|want)\b|\b(?:yes|ok)[,!]? (?:please )?(?:subscribe|sign) me\b|\bconfirm and (?:subscribe|join)\b/,
  /\b(?:refer|invite|tell) (?:a |your |some )?(?:friends?|colleagues?|others)\b|\b(?:your|my|unique|personal) (?:referral|invite|invitation|sharing|share|magic|login)s?(?: link| code| hub| url)?\b|\breferral (?:link|hub|program|code)\b/,
  /\bshare (?:this|it|the newsletter|your|on|via|with|by|to)\b|^(?:view|read|see|open)\b.{1,40}\bonline$|\bshare\b.{1,60}\bwith (?:your |a |some )?(?:friends?|colleagues?)\b|\b(?:tweet|post|save|like) this\b|\bwhy (?:am i|did (?:i|you)|are you|you['’]re) (?:get|receiv)/,
  /\b(?:report|mark)\b.{0,12}\b(?:spam|abuse)\b|\badd us to your address\b|\b(?:your|my) (?:account|subscription|membership|profile|dashboard)\b|\bresubscribe\b|\bwhite-?list us\b|\b(?:post|share) (?:it )?on x\b|\bpass it on\b|\bearn rewards?\b|\brate this\b|\b(?:did you|do you) (?:like|enjoy) this\b|\bgift subscription\b/,
  /(?:管理|修改|更新|更改|变更|變更|调整|調整|设置|設定)(?:你的|您的|我的)?(?:电子|電子)?(?:订阅|訂閱|偏好|邮件|郵件|邮箱|郵箱|信箱|资料|資料|个人信息|账号|帳號|账户|帳戶|通知|接收|個人資料)|(?:暂停|暫停|恢复)(?:订阅|訂閱|接收|发送)|(?:降低|减少|調整|调整)(?:邮件|推送|发送)?(?:频率|頻率)|(?:重设|重設|重置|找回)密[码碼]|(?:订阅|訂閱|邮件|郵件|接收|通知|个人|账号|帐号|帳號|帐户|账户|帳戶)(?:偏好|设置|設定|管理|中心)|偏好(?:设置|設定|中心|管理)/,
  /(?:浏览器|瀏覽器|网页|網頁|线上|線上|在线|在線)(?:中|里|裡|上|端)?(?:版|查看|打开|打開|开启|開啟|阅读|閱讀|浏览|瀏覽|观看|觀看|檢視)|(?:查看|打开|打開|阅读|閱讀|浏览|瀏覽)(?:此|本|这|這)?(?:邮件|郵件|电子报|電子報)?的?(?:网页版|網頁版|在线版|線上版|原始邮件)|(?:无法|不能|無法)(?:正常|正確|正确)?(?:显示|顯示|查看|阅读|閱讀|浏览)/,
  /(?:转发|轉發|轉寄|转给|轉給|分享)(?:给|給|到|至|此|本|这|這|邮件|郵件|朋友|好友)|(?:推荐|推薦)(?:给|給)|邀请(?:你的|您的)?(?:好友|朋友|码|链接|同事|返利|有礼)|邀請(?:你的|您的)?(?:好友|朋友|碼|連結)|(?:你的|您的|我的|专属|專屬)(?:推荐|推薦|邀请|邀請|分享)/,
  /(?:确认|確認|验证|驗證|激活|啟用|启用|完成)(?:你的|您的|我的|本次)?(?:电子|電子)?(?:订阅|訂閱|邮箱|郵箱|邮件|郵件|信箱|地址|账号|帐号|帳號|账户|注册|註冊|身份|报名)|(?:举报|舉報|投诉)(?:垃圾|邮件|郵件)?|为什么(?:会|我会)?收到/,
  /\b(?:keep|stay|remain) (?:me )?(?:subscribed|on (?:the|this|your) list)\b|\bkeep (?:getting|receiving|sending)\b|\b(?:still|not|no longer|anymore) interested\b|\bstill (?:here|want (?:these|this|to))\b|\b(?:get|receive) (?:fewer|less|more) (?:of )?(?:these )?e-?mails?\b|\b(?:switch|change) to (?:the )?(?:daily|weekly|monthly)\b|\b(?:change|edit|update) (?:(?:your|my|the) )?(?:info(?:rmation)?|frequency|address|e-?mail)\b/,
  /\b(?:can(?:not|['’]t)|unable to) (?:read|see|view|display) (?:this|the|our)\b|\bview (?:this )?(?:e-?mail |message |newsletter )?as (?:a )?web ?page\b|\b(?:reset|change|forgot) (?:your |my )?password\b|\b(?:delete|erase|download|export) (?:my|your) (?:data|account|information)\b|\bdo not sell (?:my|or)\b|\b(?:wasn['’]t|not|isn['’]t) (?:me|you)\?|\bupgrade to (?:a )?(?:paid|premium|pro)\b|\b(?:redeem|claim) (?:your|my)\b|\bmute (?:this|these)\b/,
  personalAbroad,
)

/** A link of few words that begins like this is for its reader to act on. */
const shortActs =
  /^(?:please |click (?:here )?to |tap to |yes,? |re-?)*(?:confirm|verify|validate|activate|manage|forward|share|tweet|refer|invite|log ?in|sign ?in|sign ?up|subscribe|opt[ -]?in)\b/iu
/** A link that is this and no more. */
const shortThings =
  /^(?:(?:my|your|the|e-?mail|mail|account|user|member|view|browser|web|online|edit|change|update|manage) )*(?:preferences?|settings|profile|account|subscriptions?|referrals?|browser|web|online|version|webview|web ?version|confirm(?:ation)?|address|details|upgrade(?: now)?|pause|take a break|not you|wasn['’]t me|this wasn['’]t me|stay|i['’]m still here|keep (?:it|them) coming|yes,? keep sending|renew(?: now)?|redeem|claim|reply|like|comments?|restack|snooze|vote(?: now)?|loved it|liked it|it was (?:ok|okay|good|great|meh|fine)|not (?:great|good|for me)|yes,? i want in|count me in|i['’]m in)$/iu
const shortHan =
  /^(?:点击|點擊|点此|點此|立即|马上|馬上|一键|一鍵|请|請|去|前往|这里|這裡)*(?:确认|確認|验证|驗證|激活|启用|啟用|转发|轉發|轉寄|分享|邀请|邀請|登录|登入|登錄|订阅|訂閱|续费|续订|續費|續訂|升级|升級|设置|設定|偏好|管理|反馈|点赞|按讚|评论|評論|打赏|赞赏|举报|舉報|投诉|网页版|網頁版|查看原邮件|个人中心|我的账户|账户|帳戶)(?:一下|链接|連結|此|邮箱|信箱|邮件|郵件|好友|朋友|设置|設定|订阅|中心)*$/u

const SHORT_WORDS = 4
const SHORT_HAN = 10
const JAPANESE_CHARACTERS = 40

/** Whether the words of a link say that it belongs to one reader; few words say it sooner than a headline does. */
export function soundsPersonal(words: string): boolean {
  const plain = words.replace(/\s+/g, ' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
  if (leaving.test(plain) || personal.test(plain)) return true
  if (shortAbroad.test(plain) || (plain.length <= JAPANESE_CHARACTERS && personalJapanese.test(plain))) return true
  if (/\p{Script=Han}/u.test(plain)) return plain.length <= SHORT_HAN && shortHan.test(plain)
  if (plain.split(' ').length > SHORT_WORDS) return false
  return shortActs.test(plain) || shortThings.test(plain)
}

/** Words that say nothing of where a link leads: what stands around it tells. */
export const pointing = anyOf(
  /^[^\p{L}\p{N}]*(?:(?:please |just |simply )?(?:click|tap|press|go|visit|follow|see)?(?: on)? ?(?:here|this|this (?:link|url|button|page|address)|the (?:link|button)(?: (?:below|above))?|below|link|url|button)|(?:请|請)?(?:点击|點擊|点|點|按|访问|前往|打开)?(?:这里|這裡|这儿|此处|此處|此链接|此連結|下方链接|下面的链接|链接|連結|按钮|按鈕|此))[^\p{L}\p{N}]*$/iu,
  pointingAbroad,
)

/** A link that leads to what the words before it are about. */
export const reading = anyOf(
  /^[^\p{L}\p{N}]*(?:(?:continue|keep) reading|(?:read|learn|see|find out|view|discover|show|get)(?: (?:the )?(?:more|full|rest|whole|details?|story|article|post|it|now|all|source|code|on github|full (?:story|article|post))){0,3}|more(?: info(?:rmation)?| details)?|full (?:story|article|post|text)|details|source|original|article|website|watch(?: now| video| it)?|listen(?: now)?|play|download|pdf|try it(?: now| out)?|check it out|via|阅读(?:更多|全文|原文)?|閱讀(?:更多|全文|原文)?|查看(?:更多|全文|原文|详情|詳情)?|更多|全文|原文(?:链接|連結)?|详情|詳情|继续阅读|繼續閱讀|了解更多|瞭解更多|前往阅读|来源|來源|出处|传送门|观看视频|收听)[^\p{L}\p{N}]*$/iu,
  readingAbroad,
)

/** Links that every mail of a list has, and none of its stories: places of the list itself. */
export const furniture = anyOf(
  /^[^\p{L}\p{N}]*(?:(?:our |the |follow (?:us )?(?:on )?|find us on |join (?:us )?on |on |company |official )*(?:home(?:page)?|web ?site|archives?|past issues|all issues|back issues|advertis(?:e|ing)(?: with us)?|sponsor(?:ship)?s?|sponsored|become a sponsor|privacy(?: policy| notice| statement)?|terms(?: of (?:use|service))?|terms (?:and|&) conditions|imprint|impressum|legal(?: notice)?|contact(?: us)?|about(?: us)?|help(?: cent(?:er|re))?|support|faqs?|feedback|jobs|careers|twitter|x|facebook|linkedin|instagram|youtube|mastodon|bluesky|threads|github|discord|slack|telegram|tiktok|pinterest|rss|rss feed|feed|google play|app store|get the app|download the app|start writing|powered by \S+|mailchimp|substack|beehiiv|convertkit|kit|buttondown|ghost)|首页|首頁|官网|官網|归档|歸檔|往期(?:回顾|回顧|内容)?|历史(?:文章|邮件)|广告合作|廣告合作|商务合作|隐私(?:政策|条款)|隱私(?:政策|條款)|服务条款|服務條款|联系(?:我们)?|聯絡我們|关于(?:我们)?|關於我們|帮助中心|微博|知乎|公众号|公眾號|小红书|关注我们|追蹤我們|下载(?:app|应用|客户端))[^\p{L}\p{N}]*$/iu,
  furnitureAbroad,
)

/** Subjects of mails that ask whether somebody wants to subscribe. */
export const askingSubject = anyOf(
  /\b(?:confirm|verify|validate|activate|complete|finish)\b.{0,40}\b(?:subscri\w+|e-?mail|address|sign(?:ing)?[ -]?up|account|registration|opt-?in)\b|\bplease confirm\b|\b(?:subscription|sign-?up|registration|opt-?in|e-?mail) (?:confirmation|request|verification)\b/,
  /\b(?:one more step|one last step|last step|almost (?:done|there|finished)|nearly there|just one click|action (?:required|needed))\b|\bconfirmation (?:required|needed|of your)\b/,
  /(?:确认|確認|验证|驗證|激活|啟用|完成).{0,12}(?:订阅|訂閱|邮箱|郵箱|信箱|邮件|郵件|地址|账号|帐号|帳號|注册|註冊|关注)|(?:订阅|訂閱|邮箱|郵箱|注册|註冊)(?:确认|確認|验证|驗證)|请确认|請確認|还差一步|最后一步|就差一步/,
  askingSubjectAbroad,
)

/** Words of the link that confirms. */
export const asking = anyOf(
  /\b(?:confirm|verify|validate|activate)\b|\byes,? (?:please )?(?:subscribe|sign|i want|add|count)|\bcomplete (?:my |your )?(?:sign-?up|registration|subscription)\b|\bopt-?in\b/,
  /确认|確認|验证|驗證|激活|啟用/,
  askingAbroad,
)

/** Above a mail that was passed on; the mail itself stands below. */
export const passedOn =
  /^\s*[->=_ ]*(?:(?:begin )?forwarded (?:message|mail|e-?mail)|original (?:message|mail)|weitergeleitete nachricht|message transféré|(?:以下是)?(?:转发|轉發|轉寄)(?:的)?(?:邮件|郵件|信息|的消息|訊息)?|(?:原始|原)(?:邮件|郵件|訊息))\s*[:：]?\s*[-=_ ]*\s*$/iu
