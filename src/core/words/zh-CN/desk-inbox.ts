// The words of the inbox and of saving links, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** What the inbox and the form that saves say, key by key as in en/desk-inbox.ts. */
export const inbox: DeskWords['inbox'] = {
  title: '收件箱',
  states: { waiting: '待处理', taken: '已选入', dismissed: '已忽略' },
  none: '这里是空的。你和别人收藏、推荐的链接会在这里等待处理。',
  take: '选入',
  dismiss: '忽略',
  saveNote: '保存备注',
  putBack: '放回待处理',
  takenInto: (week, editor) => `${editor} 已选入 ${week}`,
  dismissedBy: editor => `${editor} 已忽略`,
  gone: '这个链接刚被别人处理过。',
  save: '收藏链接',
  saveButton: '收藏',
  address: '网址',
  linkTitle: '标题（可不填）',
  note: '备注（可不填），会随链接进入周刊',
  noAddress: '这里面没有网址。网址以 http:// 或 https:// 开头。',
  savedFor: day => `已收藏，用于${day}这一期`,
  savedAlready: name => `${name} 收藏过这个链接，备注合在一起。`,
  wasInIssue: (number, week) => `第 ${number ?? week} 期已经登过，不会重复刊登。`,
  anywhere: '随处收藏',
  bookmarklet: '收藏到周刊',
  bookmarkletHint: '浏览器里：把这个链接拖到书签栏。点一下即收藏当前网页，选中的文字作为备注。',
  android: '安卓手机：用浏览器打开编辑台，添加到主屏幕，之后就能在分享菜单里找到它。',
  ios: 'iPhone：建一个快捷指令，从分享表单接收网址，对网址编码后打开下面的地址：',
  toInbox: '去收件箱',
}
