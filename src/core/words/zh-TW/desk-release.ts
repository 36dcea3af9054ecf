// The words of the desk's release: what goes out and when, what stands against it, the decisions, in Chinese as it is written in Taiwan.
import type { DeskWords } from '../en/desk.ts'

/** The words of the release, key by key as in en/desk-release.ts. */
export const releasing: DeskWords['releasing'] = {
  restated: (readers, kilobytes, moment, zone) =>
    `將於 ${moment}（${zone}）發給 ${readers.toLocaleString('zh-TW')} 位訂閱者，郵件 ${kilobytes} KB；同時更新網頁和 3 個訂閱頻道。`,
  now: '現在發布',
  nowAt: moment => `${moment} 發出，在此之前可以停止。`,
  at: zone => `或者定在（${zone}）`,
  schedule: '定時發布',
  timeInvalid: '這不是今後兩個月內可以發布的時間。',
  stopBar: (week, moment) => `${week} 已核准，${moment} 發出。`,
  stopBarNext: week => `${week} 已核准，下一次執行時發出。`,
  blocksTitle: '必須先解決',
  warnsTitle: '值得再看一眼',
  noStory: '還沒有文章。',
  toDraft: '查看草稿',
  toCause: '查看原因',
  mailTooLarge: kilobytes => `郵件有 ${kilobytes} KB，超過 80 KB 會被信箱截斷。請去掉幾篇，或縮短摘要。`,
  deadLink: title => `「${title}」的網頁已經打不開了。`,
  template: message => `範本有誤：${message}`,
  thin: title => `「${title}」幾乎沒有摘要，也沒有編註。`,
  alike: (title, other) => `「${title}」和「${other}」可能是同一件事。`,
  share: (source, stories, most) => `${source} 有 ${stories} 篇，超過了它的 ${most} 篇。`,
  noNote: '還沒有任何一篇寫了編註。',
  changedTitle: '草稿有變化',
  changedText: '你查看之後，草稿有以下變化。還沒有發布任何內容。',
  come: title => `新增：${title}`,
  gone: title => `不在了：${title}`,
  goneUnknown: stories => `不在了：${stories} 篇草稿裡已沒有記錄的文章`,
  changed: title => `改動：${title}`,
  moved: '文章的順序有變化。',
  otherForeword: '前言有變化。',
  changedNext: '查看現在的內容',
}
