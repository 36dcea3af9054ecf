// Whether a text and its translation deny as much: a "not" that is lost turns a sentence into its contrary. Pure.
// Clauses that surely deny are counted on one side, whatever may deny on the other: languages deny in many ways, and only a lack is a fault.
import type { TranslationLanguage } from '../../core/types.ts'

/** Words that hold a sign of denial and deny nothing. */
const harmless: Readonly<Record<TranslationLanguage, RegExp>> = {
  en: /(?<!\p{L})(?:not (?:only|just|least|until|to mention)|nothing but|no (?:doubt|matter|wonder)|no (?:more|less|fewer|later|sooner|earlier) than|whether or not|no\. ?\d+|why not|can(?:['’]t|not) (?:help|wait)|if not)(?!\p{L})/giu,
  zh: /不(?:仅|但|断|过|同|久|少|到|足(?!以)|妨|止|错|论|管|等|由|限|超过|早于|晚于|大于|小于|低于|少于|高于|亚于|一定|一|乏|禁|惜|愧|懈|俗|菲|易|稳定|良|当|利|满|幸|明|安|动产|锈钢|约而同|可思议|可避免|得不|可或缺|二|变)|必不可少|差不多|忍不住|了不起|对不起|毫不|是不是|能不能|会不会|要不要|有没有|没收|而不是|并非易事/gu,
}

/** What surely denies. */
const surely: Readonly<Record<TranslationLanguage, RegExp>> = {
  en: /(?<!\p{L})(?:not|never|cannot|no|none|nobody|nothing|neither|without)(?!\p{L})|\p{L}n['’]t(?!\p{L})/iu,
  zh: /不|没有|没(?!收)|未(?!来)|无法|无需|无须|并无|切勿|请勿|别(?=再|用|把|让|去)|并非|绝非/u,
}

/** What may deny. */
const perhaps: Readonly<Record<TranslationLanguage, RegExp>> = {
  en: /(?<!\p{L})(?:not|never|cannot|no|none|nobody|nothing|nowhere|neither|nor|without|un\p{L}{3,}|dis\p{L}{4,}|non-?\p{L}{3,}|im(?:possib|prac|perf|mut)\p{L}+|in(?:valid|complete|correct|consist|accura|suffici|capab|abilit|activ|depend|dispens|visib|access|effici)\p{L}*|irre\p{L}+|\p{L}{2,}less|fail\p{L}*|refus\p{L}*|reject\p{L}*|den(?:y|ies|ied)|lack\p{L}*|miss\p{L}*|stop\p{L}*|avoid\p{L}*|prevent\p{L}*|bann?\p{L}*|forb\p{L}+|block\p{L}*|drop\p{L}*|remov\p{L}*|los(?:e|es|s|t|ing)|few|little|hardly|barely|rarely|seldom|instead|rather|except|unless|until|beyond|free|far from|away|against|skip\p{L}*|ignor\p{L}*|declin\p{L}*|short of|halt\p{L}*|abandon\p{L}*|regardless|zero|wrong|bug|yet|gone)(?!\p{L})|\p{L}n['’]t(?!\p{L})/giu,
  zh: /[不没無无未非勿莫否免拒禁缺失弃绝停]|别(?=再|用|把|让|去|在|急|怕|碰)|难以|不再/gu,
}

const clauseEnd: Readonly<Record<TranslationLanguage, RegExp>> = {
  en: /[.,;:!?…—]+(?=\s|$)|(?<!\p{L})(?:because|but|although|while|since|so that)(?!\p{L})/iu,
  zh: /[，。；：！？…—]+/u,
}

/** A clause that goes on with what was denied before: no logs, no metrics; 没有日志，也没有指标. */
const goesOn: Readonly<Record<TranslationLanguage, RegExp>> = {
  en: /^\s*(?:and |or )?(?:no|not|nor|without|never)(?!\p{L})/iu,
  zh: /^[\s“]*(?:也|又|更|既|还|而)?(?:不|没|无|未)/u,
}

/** How many clauses of a text surely deny; those that go on with a denial are not counted again. */
function countDenials(text: string, language: TranslationLanguage): number {
  let wasDenied = false
  let count = 0
  for (const clause of text.replace(harmless[language], ' ').split(clauseEnd[language])) {
    const isDenied = surely[language].test(clause)
    if (isDenied && !(wasDenied && goesOn[language].test(clause))) count += 1
    wasDenied = isDenied
  }
  return count
}

const countPossible = (text: string, language: TranslationLanguage): number =>
  text.replace(harmless[language], match => (language === 'zh' ? match : ' ')).match(perhaps[language])?.length ?? 0

/** What a translation into a language did to the denials of its original: `lost` one or `added` one; null where it kept them, as far as that can be told. */
export function findOtherDenial(
  source: string,
  translation: string,
  into: TranslationLanguage,
): 'lost' | 'added' | null {
  const from = into === 'zh' ? 'en' : 'zh'
  if (countDenials(source, from) > countPossible(translation, into)) return 'lost'
  return countDenials(translation, into) > countPossible(source, from) ? 'added' : null
}
