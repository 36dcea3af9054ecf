// What tells a headline about leaving, settings or sharing from a line that does it: words that speak to a letter's reader, and words that are about lists. Tables.

const anyOf = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(({ source }) => `(?:${source})`).join('|'), 'iu')

/** Whoever says this speaks to the reader of this letter. No headline of a page of others has it. */
export const speakingToReader = anyOf(
  /\b(?:click|tap|below|here(?!['’]s)|(?:this|these|our|such|future|all|more|fewer) (?:marketing )?(?:e-?mails?|newsletters?|messages?|mailings?|mails?|issues?|editions?|digests?|lists?|updates|link|button)|from us|to us|with us|my|me|i|i['’](?:m|d|ve)|we|us|please|no longer|any ?time|your (?:web )?(?:browser|inbox|friends?|colleagues?|network|subscriptions?|preferences?|profile|membership|e-?mail (?:address|preferences|settings)|mailing|referrals?|details|interests|newsletters?))\b/,
  /[您我]|请|請|点击|點擊|点此|點此|点这|點這|这里|這裡|此处|此處|下方|(?:此|本|这|這|这封|這封|该|該|这份|這份)(?:邮件|郵件|电子报|電子報|信|简报|簡報|列表|通讯|訊息|期|刊)|邮件列表|郵件清單|不再|不想|随时|隨時|(?:朋友|好友)(?:圈)?$|你的(?:邮箱|信箱|订阅|訂閱|好友|朋友|账号|账户|帳號|偏好|资料|资讯)/,
  /(?:^|[^\p{L}])(?:hier|klicken?|klick|bitte|sie|ihre?[nmrs]?|deine?[nmrs]?|dich|dir|möchte[nst]*|wir|uns|ich|unsere?[nmrs]?|diese[nmrs]? (?:newsletter|e-?mail|mail|ausgabe|liste))(?![\p{L}])/u,
  /(?:^|[^\p{L}])(?:ici|cliquez|clic|vous|votre|vos|nous|nos|notre|je|mon|ma|mes|cet? (?:e-?mail|message|courriel|numéro)|cette (?:newsletter|lettre|infolettre|liste))(?![\p{L}])/u,
  /(?:^|[^\p{L}])(?:aquí|aqui|haz|tus?|sus?|este (?:correo|e-?mail|boletín)|questa (?:e-?mail|newsletter)|qui|clicca|tuoi?|tue|deze|klik|uw|jouw)(?![\p{L}])/u,
)

/** A line that begins like this tells its reader to do it. */
export const tellingToDo =
  /^(?:yes,? |just |now )?(?:unsub\w*?(?:be)?|opt[- ]?(?:out|in)|manage|update|change|edit|adjust|customi[sz]e|review|set|pause|cancel|end|confirm|verify|validate|activate|complete|view|read|see|open|display|forward|share|send|pass|tell|refer|invite|tweet|post|save|like|rate|reset|delete|erase|export|remove|stop|leave|keep|stay|remain|get|receive|switch|upgrade|redeem|claim|mute|report|mark|sign|log|join|resubscribe|earn|download|add|avoid|disable|whitelist|want|don['’]t|do not|not|no|having|trouble|can['’]?t|cannot|still|if|you|to|why (?:am|did|are|do)|did|do|how often|email|account|privacy|web|online)(?![\p{L}'’-])|^(?:退订|退訂|取消|管理|修改|更新|更改|变更|變更|调整|調整|设置|設定|暂停|暫停|恢复|降低|减少|重设|重設|重置|找回|查看|打开|打開|阅读|閱讀|分享|转发|轉發|轉寄|转给|推荐|推薦|邀请|邀請|确认|確認|验证|驗證|激活|启用|啟用|完成|举报|舉報|投诉|拒收|停止|如需|如果|若|要|为什么会收到)|^(?:vom|von|abmelde|abbestell|newsletter|abo|kündig|bestätig|verwalt|weiterleit|teil|im browser|gérer|gérez|modifier|modifiez|se désabonner|me désabonner|désabonn|désinscri|annul|résilier (?:mon|l)|confirm|transf|partag|parrain|invit|voir|lire|darse|cancel|gestion|anul)/iu

/** Words of a headline that begins with what it is about. */
export const telling =
  /^(?:how|why|what|when|who|inside|the|a|an|against|wie|warum|was|wer|der|die|das|comment|pourquoi|la|le|les)(?![\p{L}'’])|^\p{L}{2,}ing(?!\p{L})|\p{L}: \p{L}|如何|为什么|為什麼|为何|為何|怎么|怎麼|怎样|怎樣|指南|教程|背后|背後|原理|案例|经验|經驗|调查|調查|历史|歷史|实测|實測|争议|爭議|[：？]/iu

/** Words that lists and their programs use of themselves, and those that hold a sentence together: they say nothing of a story. */
export const ofLists =
  /^(?:un-?sub\w*|opt|opting|opted|optout|out|stop|ceas\w*|leav\w*|remov\w*|cancel\w*|receiv\w*|get|getting|want|wish|longer|e?-?mails?|mail\w*|newsletters?|letters?|lists?|list|subscri\w*|resub\w*|preferenc\w*|settings?|options?|manag\w*|updat\w*|chang\w*|edit\w*|adjust\w*|customi\w*|profile|account|details?|address\w*|confirm\w*|verif\w*|valid\w*|activat\w*|view\w*|online|web|browser|version|page|pages|link|links|forward\w*|shar\w*|friends?|colleagu\w*|refer\w*|invit\w*|send\w*|pass|your|you|this|that|these|those|here|click\w*|from|with|into|our|any|anytime|time|all|more|less|every|please|sign|login|signin|signup|log|join|daily|weekly|monthly|digest|news|updates?|communications?|marketing|notifications?|frequency|center|centre|issue|issues|edition|member\w*|readers?|users?|contact|form|request|instantly|now|newsletteranmeldung|abmeld\w*|abbestell\w*|abonn\w*|kundig\w*|kuendig\w*|bestatig\w*|bestaetig\w*|verwalt\w*|einstellung\w*|weiterleit\w*|teilen|hier|diese\w*|nicht|mehr|desabonn\w*|desinscri\w*|inscri\w*|abonnement\w*|resili\w*|gerer|modif\w*|votre|vous|cette|mes|pour|plus|partag\w*|transfer\w*|courriel\w*|infolettre\w*|lettre\w*|ligne|navigateur|baja|suscri\w*|preferenci\w*|iscrizion\w*|disiscri\w*)$/

/** Hosts that shorten addresses: what they hold is nobody's to see. */
export const shorteners =
  /(?:^|\.)(?:bit\.ly|bitly\.com|t\.co|t\.cn|tinyurl\.com|ow\.ly|buff\.ly|lnkd\.in|goo\.gl|is\.gd|v\.gd|rb\.gy|cutt\.ly|dub\.sh|dub\.co|url\.cn|dwz\.cn|suo\.im|short\.io|rebrand\.ly|shorturl\.at|hubs\.ly|hubs\.li|trib\.al|spr\.ly|mailchi\.mp|eepurl\.com)$/i
