// What walls say, kind by kind: pages that stand in an article's place, in the languages that we read. Tables of words.

/** What stands in the article's place. */
export type WallKind = 'consent' | 'check' | 'script' | 'login' | 'paywall' | 'gone' | 'refused' | 'down' | 'age'

/** How a kind is told, and whether asking again later may help. */
export interface WallWords {
  readonly name: string
  readonly mayPass: boolean
  /** What it says to its visitor, in a sentence of any length. */
  readonly says: RegExp
  /** Words of its short lines and buttons; in a sentence they are what an article may be about. */
  readonly labels: RegExp
  /** All of its title, or all of a part of it. */
  readonly title: RegExp
}

const anyOf = (...patterns: readonly string[]): RegExp => new RegExp(`(?:${patterns.join('|')})`, 'iu')
const allOf = (...patterns: readonly string[]): RegExp => new RegExp(`^(?:${patterns.join('|')})[.!…。！\\s]*$`, 'iu')

const consent: WallWords = {
  name: 'a consent wall',
  mayPass: true,
  says: anyOf(
    '(?:we|this (?:web)?site|our (?:web)?site)(?:,? (?:and|together with) (?:our|selected|its)(?: \\d+)?(?: \\w+)? partners,?| may)? (?:also )?(?:uses?|stores?|sets?|places?) (?:\\w+ ){0,3}(?:cookies|technologies|trackers)',
    'we (?:value|respect|care about) your privacy|your privacy is important to us',
    '^(?:we|with your (?:consent|permission|agreement),? we)(?:,? (?:together )?(?:and|with))? (?:our )?(?:\\d+ )?(?:\\w+ )?partners',
    'by (?:clicking|selecting|continuing|choosing|pressing|agreeing)\\b.{0,60}\\b(?:accept|agree|consent|cookies|ok\\b|browse|site)',
    '(?:withdraw|change|give|manage|review|update)(?: or \\w+)? your (?:consent|(?:privacy |cookie )?(?:choices?|preferences|settings)|mind)',
    'store and/or access information on (?:a|your) device|(?:ads?|advertising) and content,|precise geolocation data|before you continue to|is part of the .{0,30}family of brands|(?:process|stor|shar|use)\\w* your (?:personal )?data\\b|data processing by (?:third|our)|(?:cookies|technologies) (?:to|that|which) .{0,60}(?:your experience|personali[sz]e|the site|our site|traffic|preferences)|essential (?:to|for) (?:the|our) (?:site|website|operation)|to learn more.{0,40}(?:privacy|cookie) (?:policy|notice)',
    'wir (?:und unsere (?:\\d+ )?partner )?(?:verwenden|nutzen|setzen) .{0,40}cookies|mit werbung (?:weiter|lesen)|ihre? (?:einwilligung|zustimmung)|(?:um|durch) .{0,60}cookies',
    'nous (?:et nos (?:\\d+ )?partenaires|utilisons) .{0,60}(?:cookies|traceurs|données)|continuer sans accepter|(?:modifier|retirer) (?:vos choix|votre consentement)',
    '(?:utilizamos|usamos) .{0,30}cookies|nosotros y nuestros (?:\\d+ )?socios',
    '(?:当サイト|このサイト|弊社).{0,20}cookie',
    '(?:我们|本网?站|本站点)(?:及.{0,8}合作伙伴)?.{0,6}(?:使用|存储|采用).{0,12}(?:cookies?|小型文本)|(?:重视|尊重)您的?隐私|(?:点击|选择|继续).{0,20}(?:即|表示|视为).{0,10}(?:同意|接受)|您?可以?随时.{0,10}(?:更改|撤回|撤销|管理).{0,10}(?:同意|设置|偏好|选择)',
  ),
  labels: anyOf(
    'cookies?|privacy|consent|legitimate interest|measurement|audience|partners?|vendors?|purposes?|personali[sz]ed|technologies',
    '^(?:accept|reject|allow|agree|decline|deny|save|manage|customi[sz]e|refuse|essential only|more options|settings|necessary|statistics|marketing|functional|analytics|preferences)(?: .{0,24})?$',
    'einwilligung|datenschutz|zustimmen|akzeptieren|ablehnen|accepter|refuser|paramétrer|aceptar|rechazar|隐私|同意|接受|拒绝|偏好|許可|プライバシー',
  ),
  title: allOf(
    '(?:cookie|privacy|consent|data)s? (?:consent|settings|notice|preferences?|choices|cent(?:er|re)|wall|gate|policy)',
    'before you continue.*|your (?:privacy|cookie) (?:choices|settings)|we value your privacy|(?:manage )?consent|privacy',
    'datenschutz(?:einstellungen)?|cookies?|cookie-?einstellungen|隐私(?:设置|声明|政策)|cookie ?设置',
  ),
}

const check: WallWords = {
  name: 'a check for robots',
  mayPass: true,
  says: anyOf(
    "(?:verify|verifying|confirm|prove|proving|check(?:ing)?|make sure|making sure|ensure)(?: that)? (?:you(?:’|')?(?: a)?re|you are|if you are|it(?:’|')s you)(?: not)?(?: an?)? ?(?:human|robot|bot|real|person)",
    "^(?:i(?:’|')?a?m|you are|you(?:’|')re|are you)(?: not)? an? (?:robot|bot|human)|you(?: are|(?:’|')re) not an? (?:automated )?(?:robot|bot)|you(?: are|(?:’|')re) (?:a )?human",
    '^checking your browser|(?:needs to |must )?(?:review|check|verif\\w+) the security of your connection|(?:please )?(?:complete|solve|enter|type|pass) the (?:captcha|security check|challenge|characters|puzzle|action below|code)|press (?:&|and) hold|one more step|^just a moment|^please (?:stand by|wait)|this (?:process is automatic|may take a few seconds)|your browser will (?:be )?redirect',
    'unusual (?:traffic|activity) from your|(?:detected|received).{0,30}(?:unusual|suspicious|automated) (?:traffic|activity|requests|access|queries)|performance (?:&|and) security by|^verification successful|waiting for .{1,60} to respond|enable javascript and cookies to continue|pardon our interruption|something about your browser made us|you(?:r browser)? (?:behaved|behaving) like a (?:bot|robot)',
    '(?:当前|您的?|你的?|系统(?:检测|监测)).{0,12}(?:环境|网络|访问|请求|操作|流量|账号|设备|ip).{0,6}(?:存在)?异常|(?:请|需要?|需先|先|完成).{0,10}(?:验证)(?:后|以|才|即|码|继续|您|$)|去验证|(?:拖动|滑动|按住).{0,8}(?:滑块|拼图|按钮)|(?:您|你)(?:是|不是|是否为?)(?:机器人|真人)|正在(?:检查|验证|检测)(?:您|你|浏览器|访问)|您的?(?:访问|请求|操作)(?:过于|太)频繁|检测到.{0,16}异常',
    '(?:私|わたし)は?ロボットではありません|セキュリティ(?:チェック|確認)を?(?:完了|行)|bist? (?:du|sie) ein mensch|(?:ihr|dein)en? browser .{0,20}überprüf|vérif\\w+ que vous êtes (?:humain|un humain)|(?:no )?(?:soy|eres) un robot|не робот',
  ),
  labels: anyOf(
    'captcha|verif|robot|human|security check|ray id|incident id|ddos|cloudflare|challenge|reload|try again|please wait',
    '验证|异常|机器人|真人|稍候|稍等|频繁|刷新|反馈',
  ),
  title: allOf(
    'just a moment',
    'attention required!?',
    "(?:please )?(?:verify|verifying|confirm) (?:that )?you(?: are|’re|'re) (?:a )?(?:human|not a (?:ro)?bot)",
    'are you (?:a )?(?:human|robot|bot)\\??(?: or (?:not|human)\\?)?',
    "(?:human|security|bot|browser|robot) (?:verification|check|challenge|protection)|security check(?:point)?|captcha(?: challenge)?|vercel security checkpoint|making sure you(?:'|’)?a?re not a bot|checking your browser.*|one (?:more step|moment,? please)|please wait|ddos-guard|pardon our interruption|challenge validation|client challenge|performing security verification",
    '(?:百度|知乎|人机|安全|访问|身份|滑动)?(?:安全|人机|身份|滑动)?验证(?:码|中心)?|环境异常|访问(?:异常|验证|过于频繁)|微博访客系统|sina visitor system|验证中|请稍候',
  ),
}

const script: WallWords = {
  name: 'a shell that needs scripts',
  mayPass: false,
  says: anyOf(
    '(?:please|must|need to|have to|should|to) (?:enable|activate|turn on|allow|switch on)(?: \\w+){0,2} (?:java ?script|js)\\b|(?:enable|activate|turn on|allow)(?: \\w+){0,2} java ?script (?:to|in your|for|and (?:reload|cookies|refresh|try))|java ?script (?:is|has been|seems? to be|appears to be|must be|needs to be)(?: currently)? (?:disabled|required|turned off|blocked|not available|unavailable|not enabled|enabled (?:to|in)|switched off)|(?:requires?|needs?|without|works? (?:best|properly)? ?with) (?:java ?script|js)(?: enabled| to (?:be|work|function|run)|$|\\.)',
    "you(?:r browser)? (?:need|must|have) to enable|(?:please )?(?:upgrade|update|switch to) (?:your|a(?: supported| modern| different)?) browser|your browser (?:is|does|has)(?:n(?:’|')t| not)? ?(?:out of date|outdated|unsupported|support|no longer)|browser extensions? .{0,30}(?:interfer|block)|(?:this is )?taking (?:longer|too long)(?: than (?:usual|expected))?|check your (?:internet |network )?connection|if you use an? (?:extension|ad ?-?blocker)|allow scripts (?:from|on|for)|(?:extensions?|ad ?-?blockers?) that blocks? (?:scripts|content)",
    '(?:请|需要|必须|您需|尚未).{0,8}(?:启用|开启|打开|允许).{0,6}(?:java ?script|js|脚本)|您的?浏览器.{0,10}(?:不支持|版本(?:过低|太低)|禁用)|请升级.{0,6}浏览器|(?:加载|载入)(?:时间)?(?:较慢|过慢|超时|时间[较过]长)|请?检查(?:您的?|你的?)?(?:网络|联网)(?:连接|设置|状态)?|(?:关闭|停用).{0,6}(?:广告拦截|拦截插件|扩展程序)|java ?script.{0,6}(?:被禁用|未启用|已禁用)',
    'javascript ?(?:を有効|が無効)|bitte (?:aktivieren|schalten).{0,20}javascript|javascript.{0,12}(?:aktivieren|deaktiviert)|(?:activez|veuillez activer)\\b.{0,12}javascript|(?:habilit|activ)(?:e|a|ar) (?:el )?javascript',
  ),
  labels: anyOf('java ?script|browser|浏览器|脚本|noscript', '^(?:loading|正在加载|加载中|载入中)[.…\\s]*$'),
  title: allOf(
    '(?:please )?enable javascript.*|javascript (?:is )?(?:required|disabled|not available|must be enabled)|loading|加载中|unsupported browser|browser not supported',
  ),
}

const login: WallWords = {
  name: 'a login wall',
  mayPass: false,
  says: anyOf(
    "(?:please|must|need to|have to) (?:be )?(?:log|sign|logged|signed)[ -]?(?:in|on)\\b|^(?:log|sign) ?-?(?:in|up)(?: or (?:sign|log|register|create|join)\\w*(?: ?up| ?in| an account)?)? (?:to|with|using|for|now)\\b|(?:already|do(?:n(?:’|')t| not)) have an account|(?:continue|sign ?(?:in|up)|log ?in) with (?:google|facebook|apple|email|github|twitter|microsoft)|agree to .{0,40}(?:user agreement|terms of (?:use|service))|you(?: are|(?:’|')re) not (?:logged|signed) in",
    '(?:请|需要?|必须|您?尚?未|立即|马上)先?.{0,4}登[录陆]|登[录陆](?:后|以后|之后|即可|查看|继续|才能|解锁).{0,10}(?:查看|阅读|浏览|继续|访问|使用|内容|全文)|打开.{0,8}(?:app|客户端).{0,12}(?:查看|阅读|继续|体验)',
    'ログイン(?:してください|が必要)|bitte melden sie sich an|connectez-vous (?:pour|à)|inicia(?:r)? sesión para',
  ),
  labels: anyOf(
    '(?:log|sign) ?-?(?:in|on|up)|account|password|user ?name|e-?mail|remember me|register|join|members? only|登[录陆]|注册|密码|用户名|手机号|验证码|账号|帐号|协议|ログイン|会員|anmelden|einloggen|se connecter|iniciar sesión',
  ),
  title: allOf(
    '(?:log|sign) ?-?(?:in|on|up)(?: (?:to|with|or|for)\\b.{0,40})?|login(?: required| page)?|authentication required|(?:user )?sign ?in page|create an account|join .{1,30}',
    '(?:用户|账号|帐号|会员|统一身份)?(?:登[录陆]|认证)(?:页面?|中心|注册|/注册)?|请(?:先)?登[录陆]|ログイン|anmelden|se connecter|iniciar sesión',
  ),
}

const paywall: WallWords = {
  name: 'a paywall',
  mayPass: false,
  says: anyOf(
    "(?:subscribe|sign up|register|upgrade|become a (?:paid )?(?:member|subscriber)|log ?in)(?: now| today| here)?(?: or \\w+(?: \\w+)?)? (?:to|and|for) (?:\\w+ ){0,3}(?:read|continu\\w+|access|unlock|keep|view|unlimited|the full|full)|to (?:continue|keep|finish) reading|(?:this|the rest of this) (?:article|story|content|post|page|issue|report|analysis) is (?:only |exclusively |reserved |available |free )*(?:for|to) (?:\\w+ ){0,3}(?:subscribers?|members?|paid|paying|registered|premium)|already a (?:subscriber|member)|(?:you have|you(?:’|')ve) (?:reached|used|read) .{0,40}(?:free|limit|month)|start your (?:free )?(?:trial|subscription)|(?:unlock|get) (?:this article|full access|unlimited (?:access|digital))|(?:this|you are viewing a) (?:is a )?(?:free )?preview",
    '(?:订阅|购买|付费|开通|充值|成为).{0,10}(?:后|即可|继续|才能|解锁).{0,8}(?:阅读|查看|全文|内容|观看)|(?:本文|此文|该内容|本内容|以下内容|全文).{0,6}(?:会员|付费|订阅者?|vip).{0,6}(?:专享|专属|可读|可见|独享|阅读|内容|文章)|(?:试读|免费阅读|试看)(?:已)?(?:结束|完毕|部分)|剩余\\s?\\d+\\s?%|(?:解锁|开通.{0,6}阅读)(?:全文|全部|剩余|完整)|还有\\s?\\d+\\s?%.{0,10}(?:未读|内容)',
    '(?:jetzt|mit \\S+) weiterlesen|(?:dieser|den) artikel .{0,30}(?:abonnenten|abo)|réservée?s? (?:aux|à nos) abonnés|abonnez-vous (?:pour|à)|il vous reste .{0,12}à lire|suscr[ií]be?te (?:para|y)|solo para suscriptores|会員限定|この記事は有料|残り\\s?\\d+文字',
  ),
  labels: anyOf(
    'subscri|free trial|cancel any ?time|members?|premium|(?:\\$|€|£)\\s?\\d|per (?:week|month|year)|plans?$|gift|offer|订阅|会员|付费|购买|试读|开通|元/月|解锁|abo(?:nn|s)?\\b|suscri|有料',
  ),
  title: allOf(
    'subscribe(?: (?:to|now|today)\\b.{0,40})?|subscribers? only|members? only|become a (?:member|subscriber).*|(?:premium|paid) content|registration required|付费(?:阅读|内容|专享)|会员专享|订阅(?:后)?阅读',
  ),
}

const gone: WallWords = {
  name: 'a notice that the page is gone',
  mayPass: true,
  says: anyOf(
    "(?:the|this|that|your) (?:\\w+ ){0,3}(?:page|post|article|story|content|url|file|link|document|resource|video|tweet|blog)\\b.{0,40}(?:(?:can|could)(?:no|n(?:’|'))t be found|cannot be found|was not found|not found|(?:does|did)(?:n(?:’|')t| not) exist|(?:has|have|was|may have|might have)(?: been)? (?:been )?(?:permanently )?(?:removed|deleted|moved|taken down|withdrawn|renamed)|(?:is|isn(?:’|')t|is not) (?:no longer |not |currently )?(?:available|here|exist|online|there)|no longer (?:exists|available)|unavailable)",
    "(?:can(?:’|')?t|cannot|could not|couldn(?:’|')t|unable to|were unable to|didn(?:’|')t) (?:seem to )?find (?:the|that|this|what) (?:page|post|article|content|you)|nothing (?:was |to be )?(?:found (?:here|at this)|here)|(?:page|article|what|content|resource) (?:that )?you(?: are|(?:’|')re| were)? (?:looking for|requested|tried to)|(?:mistyped|misspelled) the|(?:go|back|return|take me)(?: back)? (?:to )?(?:the |our )?(?:home|homepage|front page|main page)|try (?:searching|a search|using the search|the search)|check the (?:url|address|spelling)",
    '(?:该|此|本|您?访问的|你?访问的|请求的|查看的|抱歉，?)(?:的)?(?:内容|文章|页面?|网页|链接|帖子|视频|账号|帐号|公众号|作者|回答|资源|信息|文件|博文).{0,14}(?:已被?|被|已经|不|无法|因|暂).{0,10}(?:删除|存在|下架|屏蔽|封|迁移|过期|失效|找到|移除|查看|违规|注销|冻结|锁定|下线|访问|显示|撤回)',
    '(?:找不到|没有找到|未找到|无法找到)(?:您|你|该|此|这个|相关|页面|内容|要?访问)|(?:页面|你要找的).{0,8}(?:走丢|迷路|飞走|不见了|去了火星)|荒原|此(?:内容|帐号|账号)(?:因|被).{0,16}(?:违规|违反|侵权|投诉|屏蔽)|\\d+\\s?秒后.{0,8}(?:跳转|返回)',
    "ページが?(?:は|が)?(?:見つかり|存在し|削除)|(?:die|diese) (?:gesuchte |angeforderte )?seite .{0,30}(?:existiert|gefunden|verfügbar)|page .{0,20}(?:introuvable|n(?:’|')existe (?:pas|plus))|la página .{0,30}(?:no existe|no se encontr)|страница не найдена",
  ),
  labels: anyOf(
    '\\b(?:404|410)\\b|not found|^(?:oops|uh[- ]?oh|sorry|whoops)|home ?page|^home$|search|report (?:a|this)|删除|不存在|返回|首页|参数错误|失效|出错|抱歉|违规|屏蔽|搜索|相关法律|nicht gefunden|introuvable|no encontrada|見つかりません',
  ),
  title: allOf(
    '(?:error |http |status )?(?:404|410)(?: (?:error|not found|page not found|gone))?|(?:404|410)\\s?[:：·,–—-]?\\s?.{0,40}(?:not found|missing|gone|找不到|不存在|未找到)',
    "(?:the )?(?:page|post|article|content|file|site|story|url|resource|document)(?: you .{0,40})?(?: was| is| can(?:’|')?t be| cannot be| could not be)? ?(?:not found|not available|unavailable|missing|removed|deleted|gone|no longer available)|not found|nothing found|oops.{0,40}|(?:this )?page (?:doesn(?:’|')t|does not) exist|object moved",
    '(?:该|此|本|您访问的|你访问的)?(?:内容|文章|页面?|网页|链接|帖子)(?:已被?|不|未|走|无法).{0,12}|(?:找不到|未找到|没有找到|无法找到).{0,12}|参数错误|页面?(?:丢失|不存在)|出错[啦了]|系统提示|提示信息|错误(?:页面?|提示)?|seite nicht gefunden|page introuvable|página no encontrada|ページが見つかりません.*',
  ),
}

const refused: WallWords = {
  name: 'a refusal',
  mayPass: true,
  says: anyOf(
    "(?:access|your (?:request|access|connection))(?: to .{1,60})?(?: has been| was| is) (?:denied|forbidden|blocked|restricted|refused|rejected|not allowed)|(?:you(?: have| are|(?:’|')ve|(?:’|')re)|your ip(?: address)?(?: has| is| was)?)(?: been)? (?:been )?(?:temporarily |permanently )?(?:blocked|banned|denied|restricted|not allowed|not authori[sz]ed|rate limited)|you (?:do(?:n(?:’|')t| not) have|lack) (?:permission|access|authori[sz]ation)|requested url was rejected|(?:is )?not available in your (?:country|region|location|area)|(?:consult|contact) (?:with )?(?:the |your )?(?:site |website |system |server )?(?:owner|administrator)|blocked by (?:network|our) security|using a security service to protect|(?:several|some) actions that could trigger this block",
    '(?:您|你|当前|该)(?:的|所在的)?.{0,8}(?:没有权限|无权|被阻断|被拦截|被封禁|被禁止|被拒绝|受到?限制)|(?:访问|请求)(?:已)?被(?:拒绝|阻断|拦截|禁止)|(?:您?所在的?)(?:地区|国家|区域).{0,8}(?:不可用|无法|不支持)|可能对网站造成安全威胁|请?联系(?:网站)?管理员',
    '(?:der )?zugriff (?:wurde )?verweigert|accès (?:refusé|interdit)|acceso denegado|アクセスが?(?:拒否|制限)され|доступ (?:запрещ|ограничен)',
  ),
  labels: anyOf(
    'denied|forbidden|blocked|\\b(?:401|403|451)\\b|(?:reference|event|error|request|support) ?(?:id|#|code|number)|too many requests|rate limit|permission|administrator|security|拒绝|禁止|限制|权限|拦截|管理员|防火墙',
  ),
  title: allOf(
    "(?:error |http )?(?:401|403|406|429|451|1020)(?:\\s?[:：·,–—-]?\\s?.{0,40})?|access (?:to this page has been )?denied|forbidden|access (?:blocked|restricted)|blocked|unauthori[sz]ed|request (?:rejected|blocked|denied)|too many requests|(?:you have been |you(?:'|’)ve been )blocked|unavailable (?:for legal reasons|in your .{1,20})|error",
    '(?:访问|请求)(?:被拒绝|被阻断|被拦截|受限|禁止|出错)|禁止访问|拒绝访问|没有权限|无权访问|zugriff verweigert|accès refusé|acceso denegado',
  ),
}

const down: WallWords = {
  name: 'a notice that the site is down',
  mayPass: true,
  says: anyOf(
    '(?:this|the|our) (?:\\w+ )?(?:site|website|page|service|server|system)s? (?:is|are) (?:temporarily |currently )?(?:unavailable|offline|down|undergoing|under|being)|(?:be|come|check) back (?:soon|shortly|later)|(?:please )?try (?:again|refreshing|your request again)(?: later| in a| shortly| again)|something went wrong|an (?:unexpected |internal )?error (?:has )?occurred|(?:the )?web server is (?:down|returning)|(?:this )?domain (?:name )?(?:is|may be|has) (?:for sale|expired|parked)|account has been suspended|error establishing a database connection|if you see this page, the nginx|the server (?:encountered|is temporarily|returned)',
    '(?:系统|网站|服务器?|本站|页面)(?:正在|当前|暂时|目前)?.{0,4}(?:维护|升级|繁忙|开小差|出错|不可用)|请?(?:您)?稍后(?:再试|重试|再来|访问)|网络(?:不给力|开小差)|(?:加载|请求|连接)(?:失败|超时).{0,8}(?:重试|刷新|稍后)|(?:该|此|本)域名.{0,8}(?:出售|到期|过期|转让)|网站(?:建设中|已关闭|未备案)',
    'wartungsarbeiten|maintenance en cours|en mantenimiento|メンテナンス中|しばらくして(?:から)?(?:もう一度|再度)',
  ),
  labels: anyOf(
    '\\b(?:500|502|503|504|52\\d)\\b|server error|bad gateway|time-?out|unavailable|maintenance|coming soon|under construction|try again|nginx|apache|it works|维护|繁忙|重试|刷新|错误|失败|超时|敬请期待',
  ),
  title: allOf(
    '(?:error |http )?(?:500|502|503|504|52\\d)(?:\\s?[:：·,–—-]?\\s?.{0,40})?|(?:service|site|website|temporarily) (?:temporarily )?(?:unavailable|down)|bad gateway|internal server error|gateway time-?out|(?:site |under |down for )?maintenance(?: mode)?|coming soon|under construction|account suspended|welcome to nginx!?|(?:database )?error|something went wrong|.{1,40} is for sale',
    '系统(?:维护|繁忙|错误)|网站(?:维护|关闭|建设中|升级)(?:中)?|服务器?(?:错误|繁忙|不可用)|维护中|域名.{0,8}出售',
  ),
}

const age: WallWords = {
  name: 'an age check',
  mayPass: false,
  says: anyOf(
    '(?:please )?(?:confirm|verify|enter|provide|state|tell us)(?: that)? (?:your (?:age|date of birth|birth ?date|birthday|year of birth)|you are (?:at least |over |of legal )?(?:the age of )?(?:1[68]|21|age))|(?:are you|you must be|must be|i am) (?:at least |over |older than |above )?(?:the age of )?(?:1[68]|21|of legal (?:drinking )?age)|(?:by|to) (?:persons|people|visitors|adults) (?:over|above|of)(?: the age of)? (?:1[68]|21)|(?:we do not store|remembers?) (?:what you enter|your (?:answer|age|choice))|if you are a parent|block this site|age-restricted (?:site|content|page)',
    '(?:您|你)(?:是否|必须|需)?.{0,4}年?满.{0,3}(?:18|十八)|(?:确认|验证|输入|填写)(?:您的?|你的?)?(?:年龄|出生(?:日期|年月)|生日)|未成年人?.{0,8}(?:请离开|不得(?:进入|浏览|访问)|禁止(?:进入|浏览|访问))|(?:请|立即)(?:离开|退出)本?(?:站|网站|页面)|(?:本站|本页|本网站).{0,8}(?:含有?|包含).{0,8}(?:成人|酒类|烟草)',
  ),
  labels: anyOf(
    '^(?:enter|leave|yes|no)(?: .{0,20})?$|date of birth|^over (?:18|21)',
    '^(?:已满|未满|进入|离开|退出|确认).{0,8}$',
  ),
  title: allOf(
    '(?:age )(?:check|verification|gate|confirmation|restricted|restriction)|(?:please )?(?:confirm|verify|enter) your (?:age|date of birth)|(?:adult )?content warning|年龄(?:验证|确认|提示|限制)|请?(?:确认|验证)您?的?年龄',
  ),
}

/** All kinds, the surest first: of equal evidence the earlier one names the wall. */
export const walls: Readonly<Record<WallKind, WallWords>> = {
  check,
  consent,
  script,
  paywall,
  login,
  gone,
  refused,
  down,
  age,
}
