// The words of the stream, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** What the list of everything that feeds brought says, key by key as in en/desk-stream.ts. */
export const stream: DeskWords['stream'] = {
  title: '來稿',
  intro: week => `各來源為 ${week} 這一期帶來的內容，最新的在前。`,
  find: '標題、來源或連結',
  search: '搜尋',
  source: '來源',
  section: '單元',
  language: '語言',
  state: '狀態',
  all: '全部',
  clear: '顯示全部',
  states: { in: '已在草稿中', held: '留到下一期', out: '未入選', dropped: '已去掉', new: '尚未進入草稿' },
  within: section => `已在草稿中：${section}`,
  as: title => `歸入〈${title}〉`,
  pick: '選入',
  untitled: '無標題',
  nothingYet: '還沒有內容。`weekly start` 會按時讀取各個來源，抓到的內容幾分鐘後就會出現在這裡。',
  toSources: '查看來源',
  noneFound: '沒有符合條件的內容。',
  capped: '目前只查找了一部分，可以繼續往下找。',
  goOn: '繼續找',
  approved: '這一期已經核准。要再選入，請先叫停。',
  said: (title, state) => `${title}：${state}`,
}
