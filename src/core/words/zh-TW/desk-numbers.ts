// The words of the desk's page of numbers, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** The words of the numbers, key by key as in en/desk-numbers.ts. */
export const numbers: DeskWords['numbers'] = {
  title: '統計',
  none: '還沒有統計：有了第一批讀者和第一期之後，這裡就會有內容。',
  notCounted:
    '這裡沒有開信率和點擊率：郵件裡沒有追蹤像素，連結直接通向原文，誰打開了、點了什麼，無從知道。透過訂閱頻道閱讀的人數也沒有統計，因為系統不儲存閱讀器的任何資訊。',
  asTable: '表格',
  week: '週',
  issue: '期',
  readers: '每週讀者變化',
  confirmed: '新確認',
  left: '取消訂閱',
  bounced: '退信移除',
  readersSaid: (confirmed, gone) => `十二週內新確認 ${confirmed} 人，離開 ${gone} 人。`,
  nowConfirmed: readers => `目前已確認讀者 ${readers} 人。`,
  cadence: '從截稿到發布',
  onTime: '準時',
  late: '延遲',
  unplanned: '不按日程',
  cadenceSaid: (onTime, all, hours) => `${all} 期中有 ${onTime} 期準時：截稿後 ${hours}內發布。`,
  duration: minutes =>
    minutes < 60
      ? `${minutes} 分鐘`
      : minutes < 48 * 60
        ? `${Math.round(minutes / 6) / 10} 小時`
        : `${Math.round(minutes / 144) / 10} 天`,
  sources: '文章來源',
  sourcesSaid: (stories, issues) => `${issues} 期共 ${stories} 篇。`,
  source: '來源',
  stories: '篇數',
  share: '占比',
  others: sources => `其他 ${sources} 個來源`,
  votes: '讀者回饋',
  good: '值得讀',
  poor: '不太合適',
  answers: '回信',
  lines: '讀者留言',
  votesSaid: (good, poor, answers) => `覺得值得讀 ${good} 人次，不太合適 ${poor} 人次，回信 ${answers} 封。`,
  mails: '郵件',
  bounceRate: '退信率',
  complaintRate: '檢舉率',
  equation: '寄送情況',
  mailsSaid: (bounces, complaints) => `合計退信率 ${bounces}，檢舉率 ${complaints}。`,
}
