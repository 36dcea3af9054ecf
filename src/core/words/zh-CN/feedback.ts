// The words around what readers say of an issue, in Chinese.
import type { Words } from '../en.ts'

/** The words of feedback, key by key as in en/feedback.ts. */
export const feedback: Words['feedback'] = {
  ask: '这一期值得读吗？说说看',
  title: number => `您觉得第 ${number} 期怎么样？`,
  text: '点一下就好，编辑会据此决定以后多选些什么。',
  kept: '编辑只看得到票数和留言，看不到是谁写的。三十天内您可以修改；之后谁也查不出是您。',
  words: '给编辑留一句话（选填）',
  good: '值得读',
  poor: '不太合适',
  saved: '谢谢，已记下。',
  over: '这一期已发布超过三十天，不再收集意见。欢迎在下一期告诉我们。',
}
