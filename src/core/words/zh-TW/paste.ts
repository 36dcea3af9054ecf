// The words of the editions that are pasted into editors elsewhere, in Chinese as it is written in Taiwan.
import type { Words } from '../en.ts'

/** The words of editions to paste. */
export const paste: Words['paste'] = {
  links: '引用連結',
  copy: '複製',
  select: '全選',
  copied: '已複製，到編輯器裡貼上即可。',
  selected: '已選取，請按 Ctrl+C 複製（Mac 按 ⌘C）。',
  aboutWeChat: '貼上到微信公眾號編輯器：不含圖片，連結列在文末。',
  aboutBare: '貼上到其他編輯器：只有標題、段落、清單和連結，不帶樣式。',
  byHand: '請全選（Ctrl+A，Mac 按 ⌘A）並複製，再貼上到編輯器裡。',
}
