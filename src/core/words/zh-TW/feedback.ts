// The words around what readers say of an issue, in Chinese as it is written in Taiwan.
import type { Words } from '../en.ts'

/** The words of feedback, key by key as in en/feedback.ts. */
export const feedback: Words['feedback'] = {
  ask: '這一期值得讀嗎？說說看',
  title: number => `您覺得第 ${number} 期怎麼樣？`,
  text: '點一下就好，編輯會據此決定以後多選些什麼。',
  kept: '編輯只看得到票數和留言，看不到是誰寫的。三十天內您可以修改；之後誰也查不出是您。',
  words: '給編輯留一句話（選填）',
  good: '值得讀',
  poor: '不太合適',
  saved: '謝謝，已記下。',
  over: '這一期已發布超過三十天，不再收集意見。歡迎在下一期告訴我們。',
}
