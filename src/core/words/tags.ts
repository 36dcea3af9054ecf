// The names of the interface languages without their words: the command line offers them without a word being loaded.

/** BCP 47 tags in their order on forms. A language stands here and in the table of words.ts; the types ask for both. */
export const interfaceLanguageTags = ['zh-CN', 'zh-TW', 'en'] as const
