// The words of the tokens for programs, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** The part of the settings where tokens are made and revoked. */
export const tokens: DeskWords['tokens'] = {
  title: '程式用的權杖',
  text: '程式憑權杖透過 API 替你做事，權限不會超過你自己。它做過的事都會記入編輯記錄。',
  none: '還沒有程式持有權杖。',
  name: '程式名稱',
  scopes: '允許它',
  scopeNames: {
    read: '讀取草稿、各期和來源',
    save: '收藏連結',
    edit: '修改草稿和來源',
    subscribers: '查看訂閱者',
    release: '發布或暫緩一期',
  },
  days: '有效天數',
  make: '生成權杖',
  made: name => `「${name}」的權杖`,
  once: '請立即複製：權杖只顯示這一次，系統不會儲存權杖原文。',
  of: name => `屬於 ${name}`,
  madeAt: '生成於',
  expires: '有效期至',
  expired: '已過期',
  lastUse: '最近使用',
  neverUsed: '尚未使用',
  revoke: '撤銷',
  suggestedBy: name => `${name} 的程式建議的前言`,
  takeForeword: '用作前言',
  throwAway: '捨棄',
  invalid: '無法生成權杖：名稱不能與你的其他權杖重複，至少選一項你自己也有的權限，天數為 1 到 365。什麼也沒有改動。',
}
