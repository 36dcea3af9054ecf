// What a model says around a translation instead of translating alone: greetings, notes, offers. Pure.

const talk: readonly RegExp[] = [
  /^\s*(?:sure|certainly|of course|okay|ok|absolutely|got it|understood)\s?[,.!:]/iu,
  /^\s*(?:好的|当然可以|当然|没问题|明白了|收到)\s?[，。！：,!:]/u,
  /(?<!\p{L})(?:here(?:['’]s| is| are) (?:the|a|your|my) (?:\p{L}+ )?translat\p{L}+|translated (?:text|version)\s?:|translat(?:ion|or['’]s note)\s?:|i(?:['’]ve| have)? translated|let me know if|i hope this (?:helps|translation)|if you (?:need|want|would like) (?:any|me to|further)|as requested|i (?:can['’]?t|cannot|won['’]t|am unable to) (?:translate|assist|help|comply))/iu,
  /(?:以下|下面|这)[是为].{0,8}(?:翻译|译文)|(?:译文|翻译|中文翻译|译注|译者注|翻译如下|译文如下)\s?[：:]|我(?:已经?|来)(?:为您|帮您)?翻译|如(?:果您|您)(?:需要|想|还有)|希望(?:这|对您|以上).{0,8}(?:帮助|有用)|请告诉我|我(?:无法|不能|不会)(?:翻译|协助|帮助|提供)|抱歉[，,]/u,
]

/** Whether a line of a translation speaks to who asked for it, and its original does not speak so. */
export function speaksToAsker(source: string, translation: string): boolean {
  const speaks = (text: string): boolean => talk.some(pattern => pattern.test(text))
  return speaks(translation) && !speaks(source)
}
