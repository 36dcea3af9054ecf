// The words of `weekly init`, in Chinese as it is written in Taiwan.
import type { Words } from '../en.ts'

/** What a new list is asked for, key by key as in en/init.ts. */
export const init: Words['init'] = {
  title: '週報的名字',
  usualTitle: '每週閱讀清單',
  timezone: '時區',
  url: '網站對外的網址（先試用就保持不變）',
  from: '寄件人，寫成「名字 <地址>」（留空：暫不寄信）',
  postalAddress: '郵件末尾的郵寄地址（留空：暫不寄信）',
  sources: '最初的來源：網站或訂閱頻道的網址，或 OPML 檔案（用空格隔開）',
  places: '執行所需的檔案：systemd、compose、actions（留空：不要）',
  invalid: answer => `「${answer}」不合適`,
  noListHere: '這裡還沒有週報。新建一份：y；先用範例試試：s；不要：n',
  nextSteps: '接下來：',
  runFirst: '讀取來源，生成第一期',
  startNow: '啟動網站，此後每週出一期',
  addSource: '新增來源',
  readGuide: page => `正式上線的步驟：${page}`,
}
