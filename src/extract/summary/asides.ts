// Sentences of an article that are not about its matter: greetings, where it comes from, who wrote it, licences, pointers elsewhere.

/** Signs before a sentence's first word. */
const START = String.raw`^[^\p{L}\p{N}]*`
/** Where an English word ends. */
const END = String.raw`(?![\p{L}\p{N}])`
const PIECE =
  '(?:post|article|essay|piece|story|blog|tutorial|talk|interview|newsletter|issue|episode|instal+ment|part|chapter|section)'

const english = (pattern: string): RegExp => new RegExp(`${START}(?:${pattern})${END}`, 'iu')

/** Patterns for sentences that begin in Latin letters, and for those with Chinese in them. */
interface Patterns {
  readonly latin: readonly RegExp[]
  readonly han: readonly RegExp[]
}

function isOneOf({ latin, han }: Patterns, text: string): boolean {
  if (/^[^\p{L}]*\p{Script=Latin}/u.test(text) && latin.some(pattern => pattern.test(text))) return true
  return /\p{Script=Han}/u.test(text) && han.some(pattern => pattern.test(text))
}

/** Where an article comes from, who wrote it, and what its author wrote before. */
const provenance: Patterns = {
  latin: [
    english(
      String.raw`(?:this|the following|the above) (?:is a (?:guest|sponsored|cross-?|translated|repost)|${PIECE} (?:is|was|has been|originally|first|also) (?:a |an |the )?(?:sponsored|guest|written|co-?written|authored|translated|adapted|excerpted|reprinted|re-?posted|republished|cross-?posted|originally|first|also|published|posted|appeared|updated|part of|based on a talk|transcript))|today['’]?s (?:guest|${PIECE} (?:is|was|comes))|(?:a )?guest post|(?:originally|first|previously) (?:published|posted|appeared|written|printed)|(?:translated|re-?posted|reprinted|republished|adapted|excerpted|reproduced) (?:from|with|by)|(?:editor|translator|author|publisher)(?:['’]?s)?['’]? (?:note|comment)|about the authors?|(?:full )?(?:disclaimer|disclosure)|(?:the )?(?:opinions|views) (?:expressed|are|in)|all (?:opinions|views)`,
    ),
    // What was written before.
    new RegExp(
      String.raw`(?:${START}|(?<![\p{L}\p{N}]))(?:in|from|since|after|see) (?:my|our|the|a|this|that) (?:(?:very |two |three )?(?:last|previous|prior|earlier|first|second|next)|recent) (?:(?:blog|weeks?['’]?s?|few|two) )?${PIECE}s?${END}|(?:this|it) (?:is|was) (?:the |a )?(?:part (?:\d|one|two|three|four)|(?:first|second|third|fourth|fifth|last|final|next|latest|\d+(?:st|nd|rd|th)) (?:(?:part|${PIECE}|instal+ment|in)${END}|(?:of|in) (?:a|the|our|my) (?:\p{L}+ )?series))|(?:i|we) (?:previously |recently |already )?(?:wrote|blogged|posted|talked) (?:a (?:post|blog|while)|about (?:this|it|that)|before|last|recently|previously)`,
      'iu',
    ),
    // Of the text itself, or in praise of it.
    /^[^\p{L}]*this is a (?:developing|breaking|running|live) (?:story|blog)|^(?:this|the) (?:page|story|article|post) (?:is being|will be) updated/iu,
    /^[^\p{L}]*(?:we|i)(?:['’]re| are|['’]m| am) (?:very |so |really |super )?(?:happy|excited|thrilled|proud|pleased|delighted|glad)(?!\p{L})[^\n]*[!！]$/iu,
    // Licence and consent.
    /(?:licen[sc]ed under|under (?:a|the) [^.]{0,40}licen[sc]e|creative commons|CC[ -]BY|all rights reserved|(?:we|this (?:site|website|page)|our (?:site|website)) uses? cookies|cookie (?:policy|settings|consent)|(?:by|if you) (?:continu|us|click|subscrib|sign|brows)\p{L}* [^.]{0,60}(?:agree|consent|accept)|accept (?:all )?cookies|terms of (?:use|service)|privacy (?:policy|notice)|affiliate (?:links?|commission))/iu,
  ],
  han: [
    /^[^\p{L}\p{N}]*(?:这篇(?:文章|博客|博文|帖子)|本文|本篇)(?:是|也是)?(?:基于|接着|延续|承接|接续|源于|源自|改写自).{0,60}(?:帖子|文章|博客|博文|系列|演讲|分享|讨论|上[一两]?篇|前[一两]?篇)/u,
    // Of the text itself, or in praise of it.
    /^[^\p{L}]*(?:本文|本页|本报道|消息).{0,6}(?:持续|不断|实时|正在)?更新|请?刷新(?:本?页面|查看)/u,
    /^[^\p{L}]*(?:我们|我|小编)?(?:很|非常|十分|无比)?(?:激动|高兴|自豪|兴奋|荣幸|开心)地?[^\n]*[！!]$/u,
    /^[^\p{L}]*(?:长按|扫描|扫一扫|识别|点击).{0,12}(?:二维码|蓝字|关注)|微信搜索|^[^\p{L}]*欢迎转发/u,
    // Where it comes from, and who wrote it.
    /^[^\p{L}\p{N}]*(?:本文|文章|原文|此文|本篇|该文|全文|译文|内容|文字|图片)?(?:.{0,6}(?:转载|转|译|编译|摘|摘编|摘录|节选|首发|来|改编|整理|发表|刊)自|(?:由|经).{0,30}(?:授权|翻译|投稿|首发|供稿|编译|整理|撰写|原创|校对|发布)|(?:是|为|系).{0,20}(?:译文|翻译|投稿|转载|原创|读书笔记)|(?:首发|原载|首次发表|最初发表|最早发表|同步发布|发布|刊登)(?:于|在)|已(?:获|取得|经|得到).{0,16}(?:授权|许可|同意)|(?:的)?(?:作者|译者|编者|编辑|校对|审校|原作者|来源|出处|链接|地址|标题)(?:[:：]|是|为|系|来自|简介)|(?:根据|整理自|依据).{0,60}(?:整理|分享|演讲|直播|录音|采访|访谈)|转载|采用.{0,30}(?:许可|协议))/u,
    /^[^\p{L}\p{N}]*(?:原文|译文|译者|作者|原作|转载|来源|编者|译者?注|译者?按|编者?按|作者简介|关于作者|嘉宾|讲师|讲者|演讲者|责编|编辑)\s*(?:[:：丨|]|简介|介绍)|(?:授权|许可|同意|允许)(?:.{0,6})(?:转载|翻译|发布|转发)|(?:遵循|遵守|基于|采用|根据).{0,30}(?:许可协议|版权协议|知识共享|CC BY)|转载(?:请|时|须|需|务必)/u,
    /^[^\p{L}\p{N}]*\p{Script=Han}{2,4}[，,](?:花名|笔名|网名|英文名|艺名|现任|曾任|毕业于|就职于|来自|男|女|.{0,24}(?:工程师|专家|架构师|总监|负责人|作者|教授|研究员|创始人|CTO|CEO|成员|爱好者|布道师)(?:$|[，,。；]))/u,
    /^[^\p{L}\p{N}]*(?:(?:大家|各位|你们?|hi|hello)[^。！!]{0,12}[，,！! ])?(?:我|本人|笔者)(?:是|叫|来自|就职于|目前在|毕业于)|^[^\p{L}\p{N}]*(?:开源爱好者|曾(?:任|就职|先后|参与)|现(?:任|就职|供职)|目前(?:就职|供职|任职)|(?:专注|致力)(?:于)?.{0,40}(?:创始|成员|负责人|作者|专家))/u,
    /^[^\p{L}\p{N}]*(?:在|从|接|如|继|基于|正如|通过|经过)?(?:我的?|我们的?|笔者的?|本文的?)?(?:前面|之前|以前|此前|先前|早先|上)?(?:的)?(?:上文|前文|上一?[篇章节期回次讲]|前[一两几二三]?[篇章节期讲](?!论文)|(?:前面|之前|以前|此前|先前|上面)(?:的)?(?:[一两几二三]?[篇章节期]|文章|系列|分享|帖子|博客|介绍|写过|发过|说过|讲过|提到|聊过|分享过)|系列(?:文章)?的?第.{1,3}(?:[篇章节期]|部分))/u,
    /(?:本文|这|这篇文章|本篇)是.{0,40}(?:系列|专栏|连载|专题)(?:.{0,20}第|.{0,8}之一|.{0,8}[篇章]|的)|(?:本系列|该系列|此系列)(?:文章)?(?:的|将|共|一共|包括|分)|^(?:最近|前段时间|前几天|近期|上次|之前)?.{0,8}写(?:过|了)(?:一|几|两)篇/u,
  ],
}

const asides: Patterns = {
  latin: [
    ...provenance.latin,
    // Greetings and small talk.
    english(
      String.raw`(?:hi|hello|hey|dear|greetings)(?:,|!| (?:all|again|everyone|everybody|there|folks|readers?|friends?|guys|world))|welcome(?:,|!| (?:back|all|everyone|to (?:the|another|our|my|this|part|issue)))|good (?:morning|afternoon|evening)|happy (?:new year|holidays|birthday|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|merry christmas|(?:it['’]s|it has) been (?:a (?:long |little )?(?:while|time)|ages|too long)|long time(?:,)? no|sorry (?:for|about)|(?:my )?apologies|as (?:promised|always|usual)|as (?:you|many of you|some of you) (?:may|might|probably|already|know)|without further ado|(?:many |a big |big |huge )?thanks? (?:for|to (?:all|everyone|everybody|you|our|my|the))|thank you|(?:i|we) hope (?:you|this|that|everyone)|stay tuned|that['’]?s (?:all|it) (?:for|folks)|let['’]?s (?:get started|dive|jump|begin|go|start|take a look|see|look)|enjoy!|buckle up|grab a|feel free|happy (?:coding|hacking|reading)|have fun|now,? (?:let|on) (?:us|me|to)|let me know`,
    ),
    english(
      String.raw`if you (?:have|['’]ve|haven['’]t|like|liked|enjoy|enjoyed|find|found|want to (?:learn|read|know|follow)|are (?:new|interested|already|familiar)|missed|would like)|please (?:note|let|leave|share|subscribe|follow|read|join|consider|comment|feel|see|refer|check|review|visit|contact)|(?:e-?mail|send|tell|write|share with) (?:us|your|me)|check (?:it )?out|you can (?:find|follow|read|subscribe|listen|download)|for (?:more|further) (?:details|information|on|about|reading)|leave a comment|share this|follow (?:me|us)|subscribe|sign up|click|don['’]t forget|(?:questions|feedback|comments)(?:,| are| is)|any (?:questions|feedback)|discuss(?:ion)? on`,
    ),
  ],
  han: [
    ...provenance.han,
    // The same in Chinese.
    /^[^\p{L}\p{N}]*(?:(?:大家|各位|诸位|朋友们|同学们|小伙伴们|读者朋友)?(?:大家好|你好|您好|各位好|早上好|下午好|晚上好|新年好|大家新年好|嗨|哈喽|哈啰|hello|hi|hey)(?:$|[\p{P}\s~～啊呀])|各位(?:读者|朋友|同学|大佬|看官|观众|同仁|来宾|老师))/iu,
    /^[^\p{L}\p{N}]*(?:好久(?:没|不)|.{0,6}祝(?:大家|各位)|.{0,8}(?:没有?|未)更新|很久没|好长时间没|许久(?:没|未)|祝(?:大家|各位|你|您|愿)|新年快乐|(?:元旦|春节|中秋|国庆|周末|节日)快乐|不知不觉|一转眼|一晃|转眼(?:间|就|又)|时间过得|话不多说|废话(?:不多|少)|闲话(?:不多|少)|言归正传|书接上|回归正题|标题没有看错|没错[，,！!]|想必(?:大家|各位|你)|相信(?:大家|很多|不少|看到|各位|你)|俗话说|老规矩|先(?:上|放)(?:图|代码|结论)|敬请期待|拭目以待|(?:请|让)?(?:我们)?拭目|抛砖引玉|(?:本人|笔者|作者)?(?:水平|能力|才疏|时间)有限|(?:如有|若有|文中|如果有)(?:错误|不当|疏漏|不足|纰漏|问题|疑问)|以上(?:就)?是|感兴趣的|有兴趣的|喜欢的(?:朋友|同学|话)|欢迎(?:大家|各位|留言|关注|订阅|转发|加入|fork|star|点赞|体验|交流|指正|拍砖|提|一起|访问|阅读|参加)|(?:(?:非常|十分|真的|真心|衷心|特别|再次|在此|这里|也|最后)+)?(?:感谢|谢谢)|求(?:赞|star|关注)|(?:如果|若|要是)(?:你|您|大家)?(?:觉得|喜欢|对.{0,20}(?:感兴趣|有兴趣)|是?(?:初次|刚刚?|第一次)(?:接触|听说|开始)|已经(?:阅读|了解|熟悉|看过|对)|还(?:没|不)|想(?:要)?(?:了解|学习|深入))|建议(?:大家|先|收藏|对|读者|您|你)|(?:内容|篇幅|文章)(?:较|比较|有点|很)(?:多|长))/iu,
    /(?:感兴趣|有兴趣)的?(?:朋友|同学|读者|小伙伴|可以|话)|系好安全带|(?:在|到)(?:文末|评论区)|文末(?:留言|有)|(?:留言|评论)(?:告诉|讨论|区|交流)|扫码(?:关注|加入|进群|添加)|关注.{0,10}公众号|(?:可|可以|请)(?:直接|先)?(?:跳过|略过|移步)|(?:我|笔者)(?:这里|曾经?|之前)?有一篇文章|(?:可以|请)(?:先)?(?:阅读|参考|参见|参阅|查看|查阅|点击)(?:我|这|上|下|原|官|《|该|链接|此)|请(?:看|参考|参见|参阅|查看|查阅|移步)|敬请关注/u,
    // What only leads to the next step.
    /^.{0,8}(?:先|再|来|接下来|下面|现在|首先|让我们|我们)(?:我们|就|就来|来|一起|先)?(?:看看|看一?下|来看|看一[个段]|聊聊|谈谈|说说|分析一?下|了解一?下|回顾一?下).{0,24}$/u,
    /^(?:下面|以下|如下|接下来)(?:是|就是|为|列出|给出|就|我们|将).{0,24}$/u,
    /(?:由|请)(?:我|我的同事).{0,8}(?:来|为大家|给大家)|为大家(?:介绍|带来|分享|讲解)[^，]{0,6}$|^[^，]{0,8}(?:主要的?)?(?:分享|演讲|内容|文章)(?:的)?(?:顺序|目录|大纲|结构|安排)/u,
    /(?:源码|代码|原图|幻灯片|PPT|视频|录像|讲稿|地址|链接).{0,10}(?:下载|获取|(?:可以|可)(?:在|从)|托管)|下载(?:原图|源码|代码|地址|链接|PPT|幻灯)|^(?:开源|项目|源码|代码|下载|官网|仓库|GitHub|文档|直播|演讲).{0,6}(?:地址|链接|主页)\s*[:：]?/iu,
    /^今天(?:给|为|跟|和|与)大家(?:带来|分享|介绍|讲|聊)|^今天(?:的)?(?:分享|演讲|主题|话题|内容)/u,
    /欢迎(?:给|向|提|大家|阅读另|反馈|联系|试用)|下文(?:为|将|会)|揭晓/u,
    /^再给大家|留个.{0,8}(?:练习|作业|悬念)|点赞|持续关注|催更|请关注|转发(?:是|给)|希望.{0,40}(?:帮助|收获|启发|喜欢|指正|参考|共勉)[^，]{0,6}$/u,
    // Labels that only ask for attention.
    /^[^\p{L}\p{N}]*(?:注意|提示|说明|小贴士|温馨提示|特别说明|声明|免责声明|首先声明|利益相关|前置知识|阅读提示|PS|P\.S\.|注)\s*[:：，,]/iu,
  ],
}

/** Whether a sentence says where its article comes from, who made it, or what was written before it. */
export function isProvenance(text: string): boolean {
  return isOneOf(provenance, text)
}

/** Whether a sentence says nothing of its article's matter: a greeting, small talk, provenance, a biography, a licence, a pointer elsewhere. */
export function isAside(text: string): boolean {
  return isOneOf(asides, text)
}

const aims: readonly RegExp[] = [
  /^[^。]{0,24}?(?:本文|本篇|这篇文章|该文|本博文|本教程|本次(?:分享|演讲)|今天(?:我们|就))(?:中|里)?[，,]?(?:我们?|笔者|作者)?(?:将会?|会|主要|首先|重点|旨在|尝试|试图|通过|从|以|就|来|想|基于|结合|简单|详细|深入|系统|全面|着重|要|并|也|介绍了?)*.{0,30}?(?:介绍|演示|讨论|探讨|分析|解析|讲述|讲解|分享|总结|说明|展示|描述|回顾|记录|梳理|解释|阐述|对比|比较|研究|提出|聊|谈|剖析|揭示|概述|实现|构建|学习|了解|看看|解决)/u,
  /(?:这次|本次|今天|正好|借此机会|趁此机会)(?:就|来|想|也|我们|以|给大家)*.{0,40}?(?:分享|讨论|聊聊?|分析|介绍|谈谈?|说说|总结|记录|讲讲?)(?:一?下|一点|一些|几|如何|怎|分析)/u,
  /^(?:[^\p{L}]*)(?:in|with|through) this (?:post|article|blog post|tutorial|paper|talk|guide|essay|piece|report)|^(?:this|the) (?:post|article|blog post|tutorial|paper|guide|essay|piece|report) (?:\p{L}+ )?(?:describes|explains|shows|looks|presents|introduces|explores|examines|discusses|covers|walks|gives|details|demonstrates|argues|will|aims)/iu,
]

/** An aim that says what of: `正好借这个问题聊聊` does not. */
const named = /本文|本篇|这篇文章|本博文|本教程|[Tt]his (?:post|article|tutorial|guide)/u

/** Whether a sentence names its article when it says what that is going to say. */
export function namesItself(text: string): boolean {
  return named.test(text)
}

/** Whether a sentence says what its article is going to say. */
export function isAim(text: string): boolean {
  return aims.some(pattern => pattern.test(text)) && !/[:：?？]$|本文(?:仅|不|只|没|还|之|中的|结束)|^在?后/u.test(text)
}
