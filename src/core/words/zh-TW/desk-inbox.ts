// The words of the inbox and of saving links, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** What the inbox and the form that saves say, key by key as in en/desk-inbox.ts. */
export const inbox: DeskWords['inbox'] = {
  title: '收件箱',
  states: { waiting: '待處理', taken: '已選入', dismissed: '已忽略' },
  none: '這裡是空的。你和別人收藏、推薦的連結會在這裡等待處理。',
  take: '選入',
  dismiss: '忽略',
  saveNote: '儲存備註',
  putBack: '放回待處理',
  takenInto: (week, editor) => `${editor} 已選入 ${week}`,
  dismissedBy: editor => `${editor} 已忽略`,
  gone: '這個連結剛被別人處理過。',
  save: '收藏連結',
  saveButton: '收藏',
  address: '網址',
  linkTitle: '標題（可不填）',
  note: '備註（可不填），會隨連結進入週刊',
  noAddress: '這裡面沒有網址。網址以 http:// 或 https:// 開頭。',
  savedFor: day => `已收藏，用於${day}這一期`,
  savedAlready: name => `${name} 收藏過這個連結，備註合在一起。`,
  wasInIssue: (number, week) => `第 ${number ?? week} 期已經刊過，不會重複刊登。`,
  anywhere: '隨處收藏',
  bookmarklet: '收藏到週刊',
  bookmarkletHint: '瀏覽器裡：把這個連結拖到書籤列。點一下即收藏當前網頁，選取的文字作為備註。',
  android: 'Android 手機：用瀏覽器開啟編輯臺，新增到主畫面，之後就能在分享選單裡找到它。',
  ios: 'iPhone：建一個捷徑，從分享選單接收網址，對網址編碼後開啟下面的網址：',
  toInbox: '去收件箱',
}
