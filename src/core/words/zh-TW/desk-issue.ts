// The words of a sealed issue's page at the desk, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** The words for correcting, and for taking back. */
export const issuePage: DeskWords['issuePage'] = {
  open: '在網站上查看',
  correct: '更正',
  correctTitle: '將要改動的內容',
  foreword: '前言',
  link: '連結',
  title: '標題',
  summary: '摘要',
  points: '重點，每行一條',
  note: '編註',
  order: '順序',
  reason: '哪裡錯了？讀者會看到，可以不填。',
  look: '看看會改動什麼',
  asSealed: '發布時',
  nowReads: '將改為',
  correctText: '網頁、訂閱頻道和電子書會立即更新，並註明更正了什麼。不會再次寄送郵件。',
  correctButton: '確認更正',
  noChange: '和現在的內容沒有差別。',
  changed: '這一處剛被別人更正過。下面是你寫的內容；現在的內容是：',
  moveText: (title, other) => `「${title}」與「${other}」交換位置。`,
  corrections: '更正記錄',
  none: '沒有更正。',
  retract: '撤下…',
  retractIssueTitle: '撤下整期？',
  retractStoryTitle: title => `撤下「${title}」？`,
  retractIssueText:
    '它會從首頁、訂閱頻道、清單和搜尋中消失，原頁面註明時間和原因。還沒發出的郵件不再寄出，已經發出的無法收回。',
  retractStoryText:
    '它會從網頁、訂閱頻道和搜尋中消失，原處註明你寫的原因。還沒發出的郵件不再包含它，已經發出的無法收回。',
  retractReason: '為什麼？讀者會看到。',
  retractButton: '撤下',
  takenBack: '已撤下',
  undo: '恢復…',
  undoTitle: '恢復？',
  undoText: '一切恢復原樣，一字不差。當時留住的郵件會在下一次執行時發出。',
  undoButton: '恢復',
  done: '已完成，網站上已註明。',
  publishFailed: problem => `已儲存，但網站沒能更新：${problem}。下一次執行會重試。`,
}
