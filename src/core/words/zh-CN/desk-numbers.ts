// The words of the desk's page of numbers, in Chinese.
import type { DeskWords } from '../en/desk.ts'

/** The words of the numbers, key by key as in en/desk-numbers.ts. */
export const numbers: DeskWords['numbers'] = {
  title: '数据',
  none: '还没有数据：有了第一批读者和第一期之后，这里就会有内容。',
  notCounted:
    '这里没有打开率和点击率：邮件里没有跟踪像素，链接直接通向原文，谁打开了、点了什么，无从知道。通过订阅源阅读的人数也没有统计，因为系统不保存阅读器的任何信息。',
  asTable: '表格',
  week: '周',
  issue: '期',
  readers: '每周读者变化',
  confirmed: '新确认',
  left: '退订',
  bounced: '退信移除',
  readersSaid: (confirmed, gone) => `十二周内新确认 ${confirmed} 人，离开 ${gone} 人。`,
  nowConfirmed: readers => `目前已确认读者 ${readers} 人。`,
  cadence: '从截稿到发布',
  onTime: '准时',
  late: '延迟',
  unplanned: '不按日程',
  cadenceSaid: (onTime, all, hours) => `${all} 期中有 ${onTime} 期准时：截稿后 ${hours}内发布。`,
  duration: minutes =>
    minutes < 60
      ? `${minutes} 分钟`
      : minutes < 48 * 60
        ? `${Math.round(minutes / 6) / 10} 小时`
        : `${Math.round(minutes / 144) / 10} 天`,
  sources: '文章来源',
  sourcesSaid: (stories, issues) => `${issues} 期共 ${stories} 篇。`,
  source: '来源',
  stories: '篇数',
  share: '占比',
  others: sources => `其他 ${sources} 个来源`,
  votes: '读者反馈',
  good: '值得读',
  poor: '不太合适',
  answers: '回信',
  lines: '读者留言',
  votesSaid: (good, poor, answers) => `觉得值得读 ${good} 人次，不太合适 ${poor} 人次，回信 ${answers} 封。`,
  mails: '邮件',
  bounceRate: '退信率',
  complaintRate: '投诉率',
  equation: '发送情况',
  mailsSaid: (bounces, complaints) => `合计退信率 ${bounces}，投诉率 ${complaints}。`,
}
