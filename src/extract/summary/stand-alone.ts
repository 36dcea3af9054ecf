// Whether a sentence can be read without the ones around it, as a point of a summary must be.

/** Words that a sentence begins with when it goes on from the one before. */
const leaning: readonly RegExp[] = [
  /^(?:Q|A|问|答|提问|回答|记者|主持人)\s?\d{0,2}\s?[:：]/u,
  /^[^\p{L}\p{N}]*(?:this(?! (?:week|month|year|morning|spring|summer|autumn|winter)(?!\p{L}))|that|these|those|it|its|it['’]s|that['’]s|they|their|them|he|she|his|her|such|so|but|and|or|nor|then|however|though|thus|hence|here|also|still|yet|instead|therefore|consequently|accordingly|moreover|furthermore|besides|otherwise|meanwhile|nevertheless|nonetheless|similarly|likewise|again|finally|lastly|next|first|firstly|second|secondly|third|thirdly|others?|another|both|neither|either|the (?:last|latter|former|same|others?|first|second|third)|the ones?|(?:on \p{L}+ )?the answer is|(?:as a result|for (?:example|instance)|in (?:addition|fact|other words|short)|on the other hand|at the same time|of course|after all)|(?:notes?|see|look|let['’]s|let us|let me|for (?:more|details))|more (?:on|about|details))(?![\p{L}\p{N}-])/iu,
  /^(?:[^\s\p{Script=Han}]+ ){1,3}(?:this|these|those|such|them|then|thus|therefore|hence)(?![\p{L}\p{N}])/iu,
  /^["“‘「『（(]*(?:这|那(?!曲)|它|他|她|其|该|此|于是|且|即(?![将使日时])|既(?!然)|所以|但(?!丁)|不过|而(?!今|立)|然后|然而|因此|因而|从而|同时(?!期)|另外|可是|可(?=[\p{Script=Han}]{1,4}[，,])|并且|并(?=[不没非])|或者|还(?!款|原|债|珠)|也(?!门|许)|又|再(?:说|者|加上|次)|比如|例如|譬如|当然|首先|其次|最后|接着|接下来|随后|后来|之后|否则|以上|以下|上述|如此|如上|如图|如下|总之|反之|换句话说|也就是说|前者|后者|两者|二者|一方面|另一方面|对此|为此|因为(?=这)|来看|再看|我们来|下面|让我们|看一下|请|注[:：]|注意|更多|详[见细]|参[见考阅])/u,
  /^["“‘「『（(]*(?:指的是|算不上|中途|结果|果然|右边|左边|上面|下面|[上下]图|图\s?\d|图[中里上]|如[上下]?图|前面|刚才|后面|后[一两几]种|前[一两几]种|后半|前半|以之前|以前面|现在(?:我们|让|来|有)|我建议|如你所见|可以(?:看|发现|想|得)|可见|使用[该此这]|再来|如上|经过(?:以上|如上|上述)|好啦|没关系|现在(?:我们|大家|你)|好[，,]|好的[，,]|让我们|我们(?:先|再|来|可以看|看到|现在|接下来|已经)|希望|另一|其余|其他|剩下|同理|同样|类似|有了|假设|至此|到此|到这|最终|之所以|尽管如此|虽然如此|即便如此|既然如此|简而言之|简单来说|换言之|总结一下|总的来说|总而言之|总体来说|综上|一句话|其实|事实上|实际上|确实|的确|不得不|没错|相反|相比之下|与此|与之|除此|除了这|不仅如此|对于[这该此]|针对[这该此]|在[这该此](?!里)|从[这该此]|由[这该此]|甚至|直到|有一次|发现|看来|看到|拿到|回到|想要|紧接着|进一步|反过来|话说|说到|说白了|那么|正因|正是|尤其|特别是|具体来说|具体地|举个|打个|像[这上]|第[二三四五六七八九](?:段|步|个|种|行|张|点|次|是|[，,、])|第一(?:段|步|行|张|点|是|[，,、])|其[一二三四])/u,
  /^[^\p{L}\p{N}]*(?:all in all|in all|overall|on the whole|in the end|at the end|to sum up|in (?:conclusion|summary|total|turn|that case|this case|both cases|contrast|return|response)|as such|after (?:that|this|which)|before (?:that|this)|even so|by (?:contrast|comparison)|on top of (?:that|this)|what['’]s more|for (?:that|this|these) reasons?|with (?:that|this|these)|because of (?:that|this)|either way|any(?:way|how)|indeed|rather|of (?:these|those|them)|among (?:these|those|them)|one (?:of these|of those|of them)|some of (?:these|those|them)|most of (?:these|those|them)|none of (?:these|those|them)|all of (?:these|those|them|this|that)|(?:because|since|although|while|when|if) (?:this|that|it|they|he|she|these|those)|to (?:do|achieve|address|solve|avoid|fix) (?:this|that|so)|as (?:you can see|shown|mentioned|noted|described|discussed|seen|we (?:saw|have seen))|the (?:above|following|code|command|output|snippet|example|figure|table|diagram|latter|former)|now|well|ok(?:ay)?|sure|yes|no|right|luckily|fortunately|unfortunately|sadly|surprisingly|interestingly|clearly|obviously|eventually|afterwards?|subsequently|consequently|additionally|further|elsewhere|worse|better (?:still|yet)|not only that|the (?:two|three|four|pair|duo|move|decision|deal|news|result|reason|idea) (?:was|were|is|are|comes?|came))(?![\p{L}\p{N}-])/iu,
  /^the (?:["“]|(?:sum|total|result|rest|difference|answer|reason|effect|catch|rule|trick|problem|point|idea|fix|cause|consequence|lesson)s? (?:was|were|is|are)\b)/iu,
  /(?<![\p{L}\p{N}])(?:old|new|other|latter|former|first|second) ones?(?![\p{L}\p{N}])/iu,
  /[①-⑳❶-❿]/u,
  /^(?:代价|结论|结果|原因|办法|好处|坏处|区别|问题|答案|关键|前提|效果)(?:就|也|只|还)?(?:是|在于|不|有|很)/u,
  /^[^，。]{1,12}?(?:这(?!里)|那[个些种样时]|上述|此[时外举]|[为对由因]此|前面的?|上面的?|刚才|之前的?(?:代码|例子|描述|介绍)|准备概览)/u,
  /^(?:如果|若|当|因为|由于|虽然|为了|对于)[^，,；、]*$/u,
  /第\s?\d+(?:\s?[-–~到至]\s?\d+)?\s?行|^(?:正?如本文|如前|如你|第一个)/u,
  // What it speaks of was said before, though the word for it comes last.
  /(?:于此|至此|如此|这些|这样|这里|这一?点|上述|(?:就|也)是一个(?:很好的)?例子)[。！.!]?$/u,
  /(?<![\p{L}\p{N}])(?:this|these|those|so|too|as well|likewise)[.!]?$/iu,
  // One of several ways, reasons, parts that were counted up before.
  /^(?:(?:更|最)(?:有可能|重要|糟糕?|好|有趣|关键|棘手|麻烦)的(?:是|一点)|(?:再|另|还有)一(?:种|个|点|方面)|一种(?:方法|办法|做法|方式|选择|思路)是|(?:这|那|前|后)[一二两三四五几]|有(?:人|的)(?:说|问|认为)|根据(?:规则|第.{1,3}条|以上|上面|前面)|拿.{2,30}来说|要(?:回答|解决|做到|实现|达到|弄清)[它这此]|至于|是的[，,]|不[，,]|嗯|恩[~～，,]|好在|难怪|怪不得|原因(?:是|在于|很)|(?:显然|不难|毫无疑问|可想而知|由此)|同样(?:地|的|，)|类似(?:地|的|，)|相应|反而|反之|换成|换做|改(?:完|好|成)之?后|修改(?:之?后|完)|执行(?:之后|完|后)|运行(?:之后|完|后)|重启(?:之后|后))/u,
  // Where a train of thought or of steps goes on, in Chinese.
  /^(?:总结[，,：:]|加上|以及|实际情况|实现(?:时|上)[，,]|从(?:结果|效果|现象|输出|日志|数据)(?:上|中|里)?来?看|通过我们|在(?:我们|我|本)的?(?:例|示例|设置|系列|博客)|在(?:姊妹|后续|下一|另一|上一|前一|第.部分)|先说|以前我|当我|可能(?:你|您|大家)|第[一二三四五六七八九]部分|因为我们(?:最终)?(?:想|要)|跑了|通过.{1,8}也?(?:会|能|可以)?(?:发现|看到)|(?:了解|看|说|讲|介绍|分析)完|瞧|与其|[一二三四五][，,]|不难|假如|为了(?:验证|模拟|演示|方便|便于)|默认是|用法|效果|基本(?:和|与)|里(?=[根如])|回到|换到|看(?:上|下|一下|看)|打开(?:邮件|日志|文件|浏览器)|(?:早期|起初|一开始|最初)(?:的|我))/u,
  /^(?:hint|note|tip|warning|caution|update|edit|example|question|answer|提示|小结|示例|例子|例)\s*[:：]/iu,
  /^[^\p{L}\p{N}]*(?:(?:ours|mine|theirs|yours)(?= )|the (?:largest|biggest|smallest|highest|lowest|longest|worst|best) \p{L}+ (?:was|is|were|are)|one (?:of the reasons|option|way|approach|solution|problem|reason|possibility|alternative|more thing) (?:is|was|would|could)|more (?:importantly|precisely|generally|specifically)|most importantly|even (?:better|worse|more)|in (?:particular|practice, (?:this|that|it)|essence|reality)|to be (?:fair|clear|sure)|that being said|having said|speaking of|needless to say|as a consequence|by doing (?:so|this|that)|doing (?:so|this|that)|if (?:so|not)|why not|no wonder|the (?:only|real|main|other|next|last|biggest|final) (?:one|reason|problem|downside|drawback|catch|exception|difference|change|step|question|option|piece|issue) (?:is|was|are|were))(?![\p{L}\p{N}-])/iu,
]

/** Words that take up what another sentence said, anywhere in a sentence. */
const references: readonly RegExp[] = [
  /这(?!里|边|次|座|家|年|周|天)(?=\p{Script=Han})|(?<![应活理本])该(?=\p{Script=Han}{2})|(?<![因从彼如故])此(?=[时外处类种举])|上述|前者|后者|[它他她]们?(?!人)|[前上后下]一(?:种|个|步|条|项)|(?:类似|同样|相同)的/u,
  /(?<![\p{L}\p{N}])(?:this(?! (?:week|month|year|morning|spring|summer|autumn|winter))|these|those|they|them|he|she|it|such|the (?:same|former|latter|others?))(?![\p{L}\p{N}'’])/iu,
]

/** Whether a sentence takes up, somewhere, what another said: often it answers itself, so it is worse but not unfit. */
export function refersBack(text: string): boolean {
  return references.some(pattern => pattern.test(text))
}

const selfReference =
  /本文|本篇|本教程|本系列|这篇文章|本次分享|[前上后下]文(?:中|里|会|将|所|提|的|已|再|再|介绍|[，,])|接下来我们|让我们(?=[来看开尝一先])|事不宜迟|(?<![\p{L}\p{N}])(?:(?:in )?this (?:post|article|tutorial|guide|series|essay|write-?up|section|chapter)|(?:next|previous|following|last) (?:section|chapter|post|part))(?![\p{L}\p{N}])/iu

/** Whether a sentence speaks of the article instead of its matter. */
export function speaksOfItself(text: string): boolean {
  return selfReference.test(text)
}

const anecdote =
  /^[^\p{L}\p{N}]*(?:(?:今天|昨天|前天)?(?:一早|上午|下午|早上|晚上|凌晨)刚?|(?:这|上|前)个?(?:周末|星期)|(?:前|这)(?:几|些|两|段)(?:天|日子|时间)|前段时间|前不久|上次|最近(?:在|有|刚|我|又)|刚(?:到|接到|刚)|记得|话说|说起|起因是|万万没想到|说实话|一直想|磨了|到了年底|有一(?:次|天)|the other (?:day|week)|last (?:week|weekend|night|summer|year),? (?:I|we)(?!\p{L})|a (?:few|couple of) (?:days|weeks|months|years) ago,? (?:I|we)(?!\p{L})|recently,? (?:I|we)(?!\p{L}))/iu

/** Whether a sentence begins to tell what happened to its writer one day. */
export function isAnecdote(text: string): boolean {
  return anecdote.test(text)
}

const ownVoice = /我(?![们国市省校院军方党])|笔者|(?<![\p{L}\p{N}'’])(?:I|my|me|I['’](?:m|ve|ll|d))(?![\p{L}\p{N}])/u

/** Whether a writer speaks of themselves. */
export function speaksOfWriter(text: string): boolean {
  return ownVoice.test(text)
}

const task =
  /^(?:(?:现在|首先|然后|接着|接下来|最后|到这里)[，,]?|[^，,。]{2,20}[，,])?(?:(?:我们|你|您|大家|读者)(?:先|首先|再|就|还|也|只)?(?:需要|需|要|可以|应该|必须|来|将|会|得|用|使用|把|选择)|(?:只|先|还)?(?:需要?|要)(?:先|在|把|将|给|对|使用|用|设置|安装|配置|修改|注意)|(?:先|再|请)?(?:安装|部署|创建|新建|下载|运行|执行|打开|编译|点击|添加|修改|设置|引入|编写|启动|登录|进入|输入|定义一?个?|使用命令)(?!了|过|器|的|者|成本|效率|环境|方式|好))|^[^\p{L}]*(?:(?:now|first|then|next|finally|before [^,]{2,60}|after [^,]{2,60}),? ?)?(?:(?:we|you|i)(?:['’]ll| will| need to| have to| must| should| can now| can then)|(?:install|run|create|open|download|click|start|stop|add|set|go to|make sure|clone|build|deploy|configure|edit|copy|paste|type|enter|select|choose|replace|restart|enable|disable|remember to) (?:the|a|an|your|it|this|that|up|all|any|some|[\p{Lu}\p{P}]))/iu

/** Whether a sentence tells a reader what to do next instead of what is so. */
export function isTask(text: string): boolean {
  return task.test(text)
}

/** What no reader takes for a statement: questions, lines that break off, and lead-ins to a figure. */
const unfit: readonly RegExp[] = [
  // Where a quotation mark was lost, `?` stands for it: after another stop, or within a word.
  /(?<![.,;!'"’”)]\s{0,2})[?？]["'”’」』）)]*$/u,
  /(?:\.{3}|…)["'”’」』）)]*$/u,
  // The number of an item that went on elsewhere, or a call to go on.
  /(?:^|[：:；;，,\s])[（(]?\d{1,2}[.、)）]$|吧[。！~～]?$/u,
  /[a-z]\([^()]*\)\s*;|\s\/\/\s|^[.#$@][a-z]|[=-]>/iu,
  /如下(?!降)|所示|(?:以下|下面|下列)的?(?:结果|代码|内容|配置|命令|图|表|几|步骤|方式|方法|示例|例子)|(?:运行|执行|输出|得到).{0,4}以下/u,
  /(?:如(?:上|下)?图|见(?:上|下)?图|(?<![\p{L}\p{N}])(?:(?:figure|fig\.|table|listing) \d|(?:list|table|figure|code|section|diagram|picture|example|image) (?:below|above)(?!\p{L})|(?:shown|pictured|seen) (?:above|below)(?!\p{L})))/iu,
  /^["“]?(?:你|您).{0,12}(?:吗|呢)/u,
  /从.{0,6}图[上中里]?(?:可以?|能|看|得)|(?:上|下)图|图[上中里](?:可以?|能|看|的)|截图(?:如|里|中)|(?:按|用|以)(?:下面|以下|如下)的/u,
  // A checksum, or another name that only a machine reads.
  /(?<![\p{L}\p{N}])[\da-f]{32,}(?![\p{L}\p{N}])/iu,
  /^\s*\[\d{1,3}\]|\]\((?:https?:|\/)/u,
  // Tags of a blog's templates, which no reader should see.
  /\{%[^%]*%\}|\{\{[^}]*\}\}/u,
]

const figures = /\d/
const comparison =
  /(?<![\p{L}\p{N}-])(?:than|twice|half|double[sd]?|faster|slower|fewer|less|more|most|least|percent)(?![\p{L}\p{N}-])|%|比.{1,20}[更多少快慢高低大小]|倍|更[快慢多少高低大小]|降|升|减少|增加|超过/iu
const names = /(?<=\S\s+)\p{Lu}[\p{L}\d]+|\p{Script=Han}\s?[A-Z][A-Za-z\d]+|[《“「]/u

/** Whether a quotation that begins in a sentence ends there too, and the other way round. */
function isQuotedWhole(text: string): boolean {
  const count = (mark: RegExp): number => text.match(mark)?.length ?? 0
  return count(/"/g) % 2 === 0 && count(/[“「『]/g) === count(/[”」』]/g)
}

/** Whether a sentence goes on from one before it, or points at what stands beside it. */
export function leansOn(text: string): boolean {
  return leaning.some(pattern => pattern.test(text))
}

const connective =
  /^[^\p{L}\p{N}]*(?:综上|总之|总的|总而|因此|所以|于是|此外|另外|然而|但|不过|而且|同时|(?:so|thus|therefore|hence|all in all|however|but|and|moreover|furthermore|besides|also|then|in (?:short|conclusion|sum))(?!\p{L})|[QA问答]\s?\d{0,2}\s?[:：])/iu

/** Whether a sentence begins with a word that ties it to a chain of thought: worse than one that only says `it`. */
export function isTied(text: string): boolean {
  return connective.test(text)
}

/** Whether a sentence makes sense alone: it neither goes on from another, or in the next, nor points at what stands beside it. */
export function standsAlone(text: string): boolean {
  return isQuotedWhole(text) && !leansOn(text)
}

/** Whether a sentence may be a point at all; questions to the reader and cut-off lines may not. */
export function isStatement(text: string): boolean {
  const whole = /\p{L}\?\p{L}/u.test(text) ? text.replace(/\?/g, '') : text
  return !unfit.some(pattern => pattern.test(whole))
}

/** How much a sentence gains by being definite, 0–0.3: a tenth each for figures, comparisons and names. */
export function definiteness(text: string): number {
  return 0.1 * [figures, comparison, names].filter(pattern => pattern.test(text)).length
}
