// The words of the desk's page of what readers suggest, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** The words of proposals, key by key as in en/desk-proposals.ts. */
export const proposals: DeskWords['proposals'] = {
  title: '讀者推薦',
  waiting: links => `${links} 則讀者推薦待處理`,
  states: {
    pending: links => `待處理 ${links}`,
    taken: links => `已採用 ${links}`,
    dismissed: links => `未採用 ${links}`,
  },
  none: '這裡沒有內容。',
  off: '目前沒有開放讀者推薦。在 weekly.yaml 裡寫上 `proposals: true`，網站就會有薦稿頁 /propose。',
  votes: votes => `${votes} 票`,
  more: votes => `另有 ${votes} 票`,
  nobody: '未署名',
  thanks: '希望收錄後收到郵件',
  own: '自薦',
  take: '採用',
  takeInto: '放進草稿',
  credit: '薦稿人署名（留空則不註明）',
  note: '您的編按（選填）',
  dismiss: '不採用',
  block: host => `封鎖 ${host}`,
  blockHint: '不再接受這個網站的連結，待處理的一併列為不採用。',
  putBack: '放回待處理',
  tick: '勾選',
  dismissTicked: '不採用勾選的',
  dismissShown: '不採用本頁全部',
  blockedHosts: '已封鎖的網站',
  unblock: '取消封鎖',
  takenInto: (week, editor) => `${editor} 已放進 ${week}`,
  dismissedBy: editor => `${editor} 未採用`,
  done: {
    taken: '已放進草稿。',
    dismissed: links => `${links} 則列為不採用。`,
    blocked: host => `不再接受 ${host} 的連結。`,
  },
  toDraft: '去看草稿',
  goneTitle: '已經處理過了',
  gone: '這則推薦剛才已經有人處理了。',
  nothingTicked: '沒有勾選任何一則，所以什麼也沒有做。',
}
