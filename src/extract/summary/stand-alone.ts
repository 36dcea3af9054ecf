// Whether a sentence can be read without the ones around it, as a point of a summary must be.

/** Words that a sentence begins with when it goes on from the one before. */
const leaning: readonly RegExp[] = [
  /^[^\p{L}\p{N}]*(?:this(?! (?:week|month|year|morning|spring|summer|autumn|winter)(?!\p{L}))|that|these|those|it|its|it['’]s|that['’]s|they|their|them|he|she|his|her|such|so|but|and|or|nor|then|however|though|thus|hence|here|also|still|yet|instead|therefore|consequently|accordingly|moreover|furthermore|besides|otherwise|meanwhile|nevertheless|nonetheless|similarly|likewise|again|finally|lastly|next|first|firstly|second|secondly|third|thirdly|others?|another|both|neither|either|the (?:last|latter|former|same|others?|first|second|third)|(?:as a result|for (?:example|instance)|in (?:addition|fact|other words|short)|on the other hand|at the same time|of course|after all)|(?:notes?|see|look|let['’]s|let us|let me|for (?:more|details))|more (?:on|about|details))(?![\p{L}\p{N}-])/iu,
  /^(?:[^\s\p{Script=Han}]+ ){1,3}(?:this|these|those|such|them|then|thus|therefore|hence)(?![\p{L}\p{N}])/iu,
  /^["“‘「『（(]*(?:这|那(?!曲)|它|他|她|其|该|此|于是|且|即(?![将使日时])|既(?!然)|所以|但(?!丁)|不过|而(?!今|立)|然后|然而|因此|因而|从而|同时(?!期)|另外|可是|可(?=[\p{Script=Han}]{1,4}[，,])|并且|并(?=[不没非])|或者|还(?!款|原|债|珠)|也(?!门|许)|又|再(?:说|者|加上|次)|比如|例如|譬如|当然|首先|其次|最后|接着|接下来|随后|后来|之后|否则|以上|以下|上述|如此|如上|如图|如下|总之|反之|换句话说|也就是说|前者|后者|两者|二者|一方面|另一方面|对此|为此|因为(?=这)|来看|再看|我们来|下面|让我们|看一下|请|注[:：]|注意|更多|详[见细]|参[见考阅])/u,
  /^the (?:["“]|(?:sum|total|result|rest|difference|answer|reason|effect|catch|rule|trick|problem|point|idea|fix|cause|consequence|lesson)s? (?:was|were|is|are)\b)/iu,
  /(?<![\p{L}\p{N}])(?:old|new|other|latter|former|first|second) ones?(?![\p{L}\p{N}])/iu,
  /[①-⑳❶-❿]/u,
  /^(?:代价|结论|结果|原因|办法|好处|坏处|区别|问题|答案|关键|前提|效果)(?:就|也|只|还)?(?:是|在于|不|有|很)/u,
  /^.{1,6}?(?:这(?!里)|那[个些种样时]|上述|此[时外举])/u,
]

/** What no reader takes for a statement: questions, lines that break off, and lead-ins to a figure. */
const unfit: readonly RegExp[] = [
  /[?？]["'”’」』）)]*$/u,
  /(?:\.{3}|…)["'”’」』）)]*$/u,
  /(?:如(?:上|下)?图|见(?:上|下)?图|(?<![\p{L}\p{N}])(?:(?:figure|fig\.) \d|(?:shown|pictured|seen) (?:above|below)(?!\p{L})))/iu,
  /^["“]?(?:你|您).{0,12}(?:吗|呢)/u,
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

/** Whether a sentence makes sense alone: it neither goes on from another, or in the next, nor points at what stands beside it. */
export function standsAlone(text: string): boolean {
  return isQuotedWhole(text) && !leaning.some(pattern => pattern.test(text))
}

/** Whether a sentence may be a point at all; questions to the reader and cut-off lines may not. */
export function isStatement(text: string): boolean {
  return !unfit.some(pattern => pattern.test(text))
}

/** How much a sentence gains by being definite, 0–0.3: a tenth each for figures, comparisons and names. */
export function definiteness(text: string): number {
  return 0.1 * [figures, comparison, names].filter(pattern => pattern.test(text)).length
}
