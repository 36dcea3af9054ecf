// The words of the editions that are pasted into editors elsewhere, in Chinese.
import type { Words } from '../en.ts'

/** The words of editions to paste. */
export const paste: Words['paste'] = {
  links: '引用链接',
  copy: '复制',
  select: '全选',
  copied: '已复制，到编辑器里粘贴即可。',
  selected: '已选中，请按 Ctrl+C 复制（Mac 按 ⌘C）。',
  aboutWeChat: '粘贴到公众号编辑器：不含图片，链接列在文末。',
  aboutBare: '粘贴到其他编辑器：只有标题、段落、列表和链接，不带样式。',
  byHand: '请全选（Ctrl+A，Mac 按 ⌘A）并复制，再粘贴到编辑器里。',
}
